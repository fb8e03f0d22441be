import { z } from "zod";
import type { Session } from "./session.ts";

/** What servers of any major from 10 on, and tools that come with them, make at the top of a data directory. */
const known = [
  ...[
    "base",
    "global",
    "PG_VERSION",
    "postgresql.conf",
    "postgresql.auto.conf",
    "pg_hba.conf",
    "pg_ident.conf",
  ],
  ...["postmaster.opts", "postmaster.pid", "current_logfiles", "logfile", "log", "pg_log", "lost+found"],
  ...["pg_commit_ts", "pg_dynshmem", "pg_logical", "pg_multixact", "pg_notify", "pg_replslot", "pg_serial"],
  ...[
    "pg_snapshots",
    "pg_stat",
    "pg_stat_tmp",
    "pg_subtrans",
    "pg_tblspc",
    "pg_twophase",
    "pg_wal",
    "pg_xact",
  ],
  ...["backup_label.old", "tablespace_map.old", "backup_manifest", "recovery.done", "pg_upgrade_output.d"],
];

/**
 * Names at the top of the data directory that are not the server's own, nor of settings and access rules that come
 * along. https://www.postgresql.org/docs/current/storage-file-layout.html
 */
export async function lookForStrangers(session: Session): Promise<string[]> {
  const rows = await session.rows(
    z.object({ name: z.string() }),
    `select f.name from pg_ls_dir('.') f (name)
      where f.name <> all ($1) and f.name <> split_part(current_setting('log_directory'), '/', 1)
        and not exists (
          select from (select sourcefile from pg_file_settings
                       union all select current_setting('hba_file')
                       union all select current_setting('ident_file')) s (file)
           where starts_with(s.file || '/', rtrim(current_setting('data_directory'), '/') || '/' || f.name || '/'))
      order by 1`,
    [known],
  );
  return rows.map(({ name }) => name);
}
