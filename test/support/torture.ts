import { readdirSync, readFileSync } from "node:fs";
import { psqlConnect } from "./psql-connect.ts";

const directory = new URL("../fixtures/postgres/torture/", import.meta.url);

/** One object, or a few of a kind, that an upgrade must not lose. */
export interface Ordeal {
  readonly name: string;
  /** The first major that has it. */
  readonly since: number;
  readonly database: string;
  /** Makes it, as the bootstrap superuser. It may need what ordeals before it made. */
  readonly make: string;
  /** Queries whose output is the same on two servers that hold the same. */
  readonly proof: string;
  /** Something else in its place, which the proof has to tell; it can be rolled back. */
  readonly change: string;
  /** How the verification has to name the change. */
  readonly named: string;
}

/**
 * The ordeals that a server of this major can be put to, in the order they are made. A fixture file holds entries like
 *
 *     --: a role that may have no connection
 *     --: since 15            left out where every major has it
 *     --: in postgres         left out where it is the database torture
 *     CREATE ROLE …
 *     --: proof
 *     SELECT …
 *     --: change
 *     ALTER ROLE …
 *     --: named Role …
 */
export function ordealsFor(major: number): Ordeal[] {
  const files = readdirSync(directory).sort();
  const all = files.flatMap((file) => readOrdeals(readFileSync(new URL(file, directory), "utf8")));
  return all.filter(({ since }) => since <= major);
}

const entry =
  /^--: (?<name>.+)\n(?:--: since (?<since>\d+)\n)?(?:--: in (?<database>.+)\n)?(?<make>(?:(?!--:).*\n)+)--: proof\n(?<proof>(?:(?!--:).*\n)+)--: change\n(?<change>(?:(?!--:).*\n)+?)--: named (?<named>.+)\n$/;

/** The entries of one file; what stands before the first is said to the reader. */
function readOrdeals(text: string): Ordeal[] {
  const [, ...parts] = text.split(/\n(?=\n--: )/);
  return parts.map((part) => {
    const found = entry.exec(`${part.trim()}\n`)?.groups;
    if (found === undefined) throw new Error(`This is no entry:\n${part}`);
    const {
      name = "",
      since = "0",
      database = "torture",
      make = "",
      proof = "",
      change = "",
      named = "",
    } = found;
    return { name, since: Number(since), database, make, proof, change, named };
  });
}

/** A psql script that makes them all, on a server that has only what every server has. */
export const makeScript = (ordeals: readonly Ordeal[]): string =>
  script(ordeals.map((ordeal) => `${psqlConnect(ordeal.database)}\\o /dev/null\n${ordeal.make}\\o\n`));

/** A psql script for `proofsIn` to read the output of. */
export const proofScript = (ordeals: readonly Ordeal[]): string =>
  script(ordeals.map((ordeal, place) => `${psqlConnect(ordeal.database)}${say(place)}${ordeal.proof}`));

/** The same, but each after its planted change, which is then taken back. */
export const changedProofScript = (ordeals: readonly Ordeal[]): string =>
  script(
    ordeals.map(
      ({ proof, change, database }, place) =>
        `${psqlConnect(database)}BEGIN;\n\\o /dev/null\n${planted(change)}\\o\n${say(place)}${proof}\n\\o /dev/null\nROLLBACK;\n\\o\n`,
    ),
  );

/** A change that no event trigger of theirs forbids. */
const planted = (change: string): string =>
  `SET LOCAL allow_system_table_mods = on;\nSET LOCAL session_replication_role = replica;\n${change}SET LOCAL session_replication_role = origin;\n`;

/** What each ordeal's proof printed, by its name. */
export function proofsIn(output: string, ordeals: readonly Ordeal[]): ReadonlyMap<string, string> {
  const parts = output.split(/^@@ /m).slice(1);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf("\n");
      return [ordeals[Number(part.slice(0, end))]?.name ?? "", part.slice(end + 1).trimEnd()];
    }),
  );
}

const script = (parts: readonly string[]): string =>
  ["\\set ON_ERROR_STOP on", "\\pset null <null>", ...parts].join("\n");

const say = (place: number): string => `\\echo @@ ${String(place)}\n`;
