import { z } from "zod";
import type { SettingsFacts } from "./facts.ts";
import type { Session } from "./session.ts";
import { digestOfSettings, inDataDirectory, readWinningSettings } from "./settings.ts";

const named = z.object({ name: z.string() });

// The server files where its own files are under "command line", whoever set them.
const givenAtStart = `
  select lower(name) as name from pg_settings
  where source in ('command line', 'environment variable')
    and name not in ('data_directory', 'config_file', 'hba_file', 'ident_file') order by 1`;

const inDatabase = `
  select distinct lower(split_part(setting, '=', 1)) as name
  from pg_db_role_setting, unnest(setconfig) as setting order by 1`;

const pending = "select lower(name) as name from pg_settings where pending_restart order by 1";

// What waits for a restart is an error here too.
const errors = `
  select coalesce(sourcefile, '') as file, coalesce(sourceline, 0) as line, lower(name) as name
  from pg_file_settings where error is not null order by seqno`;

const locales = `
  select distinct setting as name from pg_settings
  where name in ('lc_messages', 'lc_monetary', 'lc_numeric', 'lc_time') and setting <> '' order by 1`;

const namingOwnFiles = `
  select name from pg_settings
  where name in ('ssl_cert_file', 'ssl_key_file', 'ssl_ca_file', 'ssl_crl_file', 'ssl_crl_dir', 'ssl_dh_params_file')
    and current_setting('ssl') = 'on' and setting <> ''
    and (setting !~ '^/' or starts_with(setting, rtrim(current_setting('data_directory'), '/') || '/')) order by 1`;

/** The names of everything that is set, by where it is set. Values stay at the server. */
export async function lookAtSettings(session: Session): Promise<SettingsFacts> {
  const namesBy = async (sql: string): Promise<string[]> =>
    (await session.rows(named, sql)).map(({ name }) => name);
  const winning = await readWinningSettings(session);
  const inside = inDataDirectory(winning);
  const commandLine = await namesBy(givenAtStart);
  const waiting = await namesBy(pending);
  const wrong = await session.rows(
    z.object({ file: z.string(), line: z.int(), name: z.string().nullable() }),
    errors,
  );
  const { preload } = await session.row(
    z.object({ preload: z.string() }),
    "select current_setting('shared_preload_libraries') as preload",
  );
  return {
    main: inside.filter(({ origin }) => origin === "main").map(({ name }) => name),
    auto: inside.filter(({ origin }) => origin === "auto").map(({ name }) => name),
    elsewhere: winning.filter((row) => !row.inside).map(({ name }) => name),
    commandLine,
    inDatabase: await namesBy(inDatabase),
    // What the command line says wins after a restart too, whatever a file says.
    pendingRestart: waiting.filter((name) => !commandLine.includes(name)),
    broken: wrong.filter(({ name }) => name === null || !waiting.includes(name)),
    preloadLibraries: librariesIn(preload),
    locales: await namesBy(locales),
    namingOwnFiles: await namesBy(namingOwnFiles),
    sha256: digestOfSettings(inside),
  };
}

function librariesIn(list: string): string[] {
  return list
    .split(",")
    .map((library) => library.trim().replace(/^"(.*)"$/, "$1"))
    .filter((library) => library !== "");
}
