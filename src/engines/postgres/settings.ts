import { createHash } from "node:crypto";
import { z } from "zod";
import type { Session } from "./session.ts";

/** One setting in a file inside the data directory. `auto` is postgresql.auto.conf, which ALTER SYSTEM writes. */
export interface FileSetting {
  readonly name: string;
  readonly value: string;
  readonly origin: "main" | "auto";
}

/** What the target gets from the source, and what it cannot get. */
export interface CarriedSettings {
  readonly main: readonly FileSetting[];
  readonly auto: readonly FileSetting[];
  /** Set at the source, and no setting of the target. */
  readonly unknown: readonly string[];
  /** Set in the target's own new files and not in the source's, where the built-in default holds. */
  readonly onlyInTarget: readonly string[];
}

const fileRow = z.object({ file: z.string(), name: z.string(), value: z.string(), inside: z.boolean() });
export type FileRow = z.infer<typeof fileRow>;

/**
 * The last entry of each name wins, wherever it stands; the server reads postgresql.auto.conf last. `applied` is of no
 * use here: it is false for what waits for a restart, and for everything while any line is wrong.
 */
const winning = `
  select file, name, value, inside from (
    select distinct on (lower(f.name)) f.sourcefile as file, lower(f.name) as name, coalesce(f.setting, '') as value,
           starts_with(f.sourcefile, rtrim(current_setting('data_directory'), '/') || '/') as inside, f.seqno
    from pg_catalog.pg_file_settings f
    where f.name is not null
    order by lower(f.name), f.seqno desc) w
  order by name`;

/** Every winning entry, those in files outside the data directory included. Values may be secrets. */
export async function readWinningSettings(session: Session): Promise<FileRow[]> {
  return session.rows(fileRow, winning);
}

/** What the files inside the data directory say, winning values only. Values may be secrets: keep them in memory. */
export async function readFileSettings(session: Session): Promise<FileSetting[]> {
  return inDataDirectory(await readWinningSettings(session));
}

export function inDataDirectory(rows: readonly FileRow[]): FileSetting[] {
  return rows
    .filter((row) => row.inside)
    .map(({ file, name, value }) => ({
      name,
      value,
      origin: file.endsWith("/postgresql.auto.conf") ? "auto" : "main",
    }));
}

/**
 * What has to be written so that the target behaves as the source does. What the target's own new files already say is
 * left to them, because initdb chooses some by the machine it runs on.
 */
export function settingsToCarry(
  source: readonly FileSetting[],
  fresh: readonly FileSetting[],
  known: ReadonlySet<string>,
): CarriedSettings {
  const own = new Map(fresh.map(({ name, value }) => [name.toLowerCase(), value]));
  const wanted = new Set(source.map(({ name }) => name.toLowerCase()));
  const knownNames = new Set([...known].map((name) => name.toLowerCase()));
  const changed = source.filter(({ name, value }) => own.get(name.toLowerCase()) !== value);
  const isKnown = ({ name }: FileSetting): boolean => isCustom(name) || knownNames.has(name.toLowerCase());
  const carried = changed.filter(isKnown);
  return {
    main: carried.filter(({ origin }) => origin === "main"),
    auto: carried.filter(({ origin }) => origin === "auto"),
    unknown: changed.filter((setting) => !isKnown(setting)).map(({ name }) => name),
    onlyInTarget: [...own.keys()].filter((name) => !wanted.has(name)),
  };
}

/** A name with a dot belongs to an extension or to an application; every server takes it. */
export function isCustom(name: string): boolean {
  return name.includes(".");
}

/** Tells whether settings have changed without telling what they are. */
export function digestOfSettings(settings: readonly FileSetting[]): string {
  const lines = settings
    .map(({ name, value, origin }) => JSON.stringify([origin, name.toLowerCase(), value]))
    .sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}
