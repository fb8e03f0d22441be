import { randomBytes } from "node:crypto";
import { StepError } from "../../core/errors.ts";
import type { WriteContext } from "../../playbook/context.ts";
import { runHelper } from "../../steps/run-helper.ts";
import { majorOf } from "./version.ts";

/** What an image has in it, found out by running a fixed script in it. */
export interface ImageContents {
  /** The major of the server; undefined where there is none, or it says nothing we understand. */
  readonly postgres: string | undefined;
  /** Of the programs a run calls, those that are missing. */
  readonly missing: readonly string[];
  readonly extensions: ReadonlySet<string>;
  /** Names of loadable libraries, without `.so`. */
  readonly libraries: ReadonlySet<string>;
  /** Of the settings asked for, those the server does not know. */
  readonly unknownSettings: readonly string[];
  /** As `locale -a` lists them; undefined where the image cannot list them. */
  readonly locales: readonly string[] | undefined;
  readonly libc: "glibc" | "musl";
  /** The server is built with ICU. */
  readonly icu: boolean;
  readonly hasPostgresUser: boolean;
}

const sections = [
  "postgres",
  "missing",
  "extensions",
  "libraries",
  "unknown-settings",
  "locales",
  "libc",
  "icu",
  "user",
  "end",
] as const;
type Section = (typeof sections)[number];

/**
 * Every section begins with a line nobody can foresee, so that nothing an image prints is taken for one. Settings are
 * asked for one by one, because --describe-config leaves out what is not in the sample file.
 */
const script = `
nonce=$1
shift
section() { printf '\\n%s %s\\n' "$nonce" "$1"; }
section postgres; postgres --version
section missing
for program in bash initdb find; do command -v "$program" > /dev/null || echo "$program"; done
home=$(find / -xdev -name plpgsql.control | head -n 1)
section extensions
if [ -n "$home" ]; then (cd "\${home%/*}" && ls | sed -n 's/\\.control$//p'); fi
library=$(find / -xdev -name plpgsql.so | head -n 1)
section libraries
if [ -n "$library" ]; then (cd "\${library%/*}" && ls | sed -n 's/\\.so$//p'); fi
section unknown-settings
scratch=$(mktemp -d)
: > "$scratch/postgresql.conf"
for name in "$@"; do postgres -C "$name" -D "$scratch" > /dev/null || printf '%s\\n' "$name"; done
section locales
if command -v locale > /dev/null; then locale -a && echo listed; fi
section libc
if ls /lib/ld-musl-* > /dev/null; then echo musl; else echo glibc; fi
section icu
if ldd "$(command -v postgres)" | grep -q libicui18n; then echo yes; else echo no; fi
section user
id -u postgres
section end
exit 0
`;

const role = "inspect";

/**
 * Runs the script in a scratch container of the image, which is removed again.
 * @param settings names to ask the server about; those with a dot are any server's
 * @throws StepError where the image does not start or prints something else
 */
export async function inspectImage(
  ctx: WriteContext,
  image: string,
  settings: readonly string[],
): Promise<ImageContents> {
  const nonce = randomBytes(16).toString("hex");
  const argv = ["sh", "-c", `exec 2> /dev/null\n${script}`, "inspect", nonce, ...settings];
  const printed = await runHelper(ctx, { role, what: `The image ${image}`, image, argv, mounts: [] });
  return parseContents(printed, nonce);
}

/** Strict: every section is there, once and in order. */
export function parseContents(printed: string, nonce: string): ImageContents {
  const blocks = printed.split(`\n${nonce} `).map((block) => block.split("\n"));
  const names = blocks.slice(1).map(([name]) => name);
  if (names.join() !== sections.join()) {
    throw new StepError({
      summary: "The image printed something else than it was asked",
      detail: [printed.slice(0, 1000)],
    });
  }
  const linesOf = (section: Section): string[] =>
    (blocks[sections.indexOf(section) + 1] ?? []).slice(1).filter((line) => line !== "");
  const locales = linesOf("locales");
  return {
    postgres: versionIn(linesOf("postgres")),
    missing: linesOf("missing"),
    extensions: new Set(linesOf("extensions")),
    libraries: new Set(linesOf("libraries")),
    unknownSettings: linesOf("unknown-settings"),
    locales: locales.at(-1) === "listed" ? locales.slice(0, -1) : undefined,
    libc: linesOf("libc")[0] === "musl" ? "musl" : "glibc",
    icu: linesOf("icu")[0] === "yes",
    hasPostgresUser: /^\d+$/.test(linesOf("user")[0] ?? ""),
  };
}

/** `postgres (PostgreSQL) 16.4 (Debian 16.4-1.pgdg120+1)` → `16` */
function versionIn([line = ""]: readonly string[]): string | undefined {
  return majorOf(/^\w+ \(PostgreSQL\) (\S+)/.exec(line)?.[1] ?? "");
}
