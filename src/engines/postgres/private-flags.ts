import { quietly } from "./silently.ts";

/**
 * Flags for every server dbshift starts for itself: nobody but its own loopback reaches it, nothing works in the
 * background, nothing leaves the host, and a crash ends it instead of being papered over. Given on the command line they
 * outrank every file, and they do not outlive the container.
 * https://www.postgresql.org/docs/current/config-setting.html
 */
const privateFlags: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  port: "5432",
  archive_mode: "off",
  autovacuum: "off",
  max_logical_replication_workers: "0",
  restart_after_crash: "off",
  synchronous_standby_names: "",
  statement_timeout: "0",
  idle_in_transaction_session_timeout: "0",
  logging_collector: "off",
  ...quietly,
  // Known to pg_cron alone; without it the server takes it for a setting of an extension that is not loaded.
  "cron.launch_active_jobs": "off",
};

/**
 * While a target is filled, an attempt that is cut off is thrown away whole, so only what makes loading slow is off;
 * fsync stays on. https://www.postgresql.org/docs/current/populate.html
 */
const loadingFlags: Readonly<Record<string, string>> = {
  full_page_writes: "off",
  synchronous_commit: "off",
  max_wal_size: "4GB",
  checkpoint_timeout: "1h",
};

const toArguments = (flags: Readonly<Record<string, string>>): string[] =>
  Object.entries(flags).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

export const fencedArguments = (hbaFile: string): readonly string[] =>
  toArguments({ ...privateFlags, hba_file: hbaFile });

export const hiddenArguments: readonly string[] = toArguments({ ...privateFlags, ...loadingFlags });
