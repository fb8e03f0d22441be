import type { ClusterSearch, FoundCluster } from "../../ports/engine.ts";

// The first nine bytes of a file that begins with an RDB are its word and its format's version. Names are somebody else's
// data: none of them is printed.
const script = `
place=0
for at in "$@"; do
  for file in "$at"/*.rdb "$at"/*/*.rdb "$at"/*.aof; do
    [ -f "$file" ] || continue
    word=$(head -c 9 "$file" | tr -cd 'A-Z0-9')
    case $word in REDIS00[0-9][0-9]) ;; *) continue ;; esac
    size=$(cd "$at" && du -sk . | cut -f 1)
    echo "$place $word $size $(stat -c %Y "$file")"
    break
  done
  place=$((place + 1))
done
`;

const line = /^(\d+) REDIS00(\d\d) (\d+) (\d+)$/;

/** Which major writes a format first; a later one may have written it too. */
const majors: Readonly<Record<string, string>> = { "09": "6", "10": "7", "11": "7", "12": "8", "13": "8" };

export const clusterSearch: ClusterSearch = {
  script,
  read: (output) =>
    output.split("\n").flatMap((text): FoundCluster[] => {
      const [, place, format = "", kibibytes, seconds] = line.exec(text) ?? [];
      const major = Object.hasOwn(majors, format) ? majors[format] : undefined;
      if (place === undefined || major === undefined) return [];
      return [
        {
          place: Number(place),
          major,
          sizeBytes: Number(kibibytes) * 1024,
          lastWrite: new Date(Number(seconds) * 1000).toISOString(),
        },
      ];
    }),
};
