import type { ClusterSearch, FoundCluster } from "../../ports/engine.ts";

// A data directory is the volume's own root, or up to two directories down, as since PostgreSQL 18 by default. Its
// names are somebody else's data: none of them is printed.
const script = `
place=0
for at in "$@"; do
  for data in "$at" "$at"/* "$at"/*/*; do
    [ -f "$data/PG_VERSION" ] && [ -f "$data/global/pg_control" ] || continue
    version=$(head -c 8 "$data/PG_VERSION" | head -n 1)
    size=$(cd "$data" && du -sk . | cut -f 1)
    written=$(stat -c %Y "$data/global/pg_control" "$data"/pg_wal/* "$data"/pg_xlog/* 2>/dev/null | sort -n | tail -n 1)
    echo "$place $version $size $written"
  done
  place=$((place + 1))
done
`;

const line = /^(\d+) (\d+(?:\.\d+)?) (\d+) (\d+)$/;

export const clusterSearch: ClusterSearch = {
  script,
  read: (output) =>
    output.split("\n").flatMap((text): FoundCluster[] => {
      const [, place, major, kibibytes, seconds] = line.exec(text) ?? [];
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
