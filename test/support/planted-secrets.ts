import { randomBytes } from "node:crypto";

/** A secret for one place by which secrets come in. */
export interface Secret {
  readonly value: string;
  /** The part of it to look for: no quoting changes it, and no two secrets, also of other tests, have the same. */
  readonly core: string;
}

/** By the places they come in by. */
export type Secrets = Readonly<Record<string, Secret>>;

/** With whatever a careless quoting trips over around the core. */
function secretFor(place: string, { plain = false } = {}): Secret {
  const core = randomBytes(10).toString("hex");
  return { core, value: plain ? `canary-${place}-${core}` : `canary '${place}' "$x" ${core} \\ %41&` };
}

const places = [
  // What the source's container, its image's client and its network know.
  ...["superuser", "environment", "argument", "file", "typed", "caller", "passfile", "host", "control"],
  // What is in the source's catalog, settings and rows.
  ...[
    "role",
    "roleSetting",
    "everyRole",
    "database",
    "replication",
    "server",
    "mapping",
    "subscription",
    "row",
  ],
] as const;

/** In a shell word, an address, a line of a file or a connection string nobody quotes them. */
const plainOnes: ReadonlySet<string> = new Set([
  ...[
    "argument",
    "control",
    "environment",
    "file",
    "host",
    "passfile",
    "replication",
    "subscription",
    "typed",
  ],
]);

export function plantedSecrets(): Record<(typeof places)[number], Secret> {
  const entries = places.map((place) => [place, secretFor(place, { plain: plainOnes.has(place) })] as const);
  return Object.fromEntries(entries) as Record<(typeof places)[number], Secret>;
}

const literal = (text: string): string => `E'${text.replace(/[\\']/g, "\\$&")}'`;

/**
 * Puts into a cluster what an upgrade has to carry over and must not tell anybody, where every statement of the superuser
 * is logged and kept. A restore into 16 fails at a mapping, until `mend` has run.
 */
export function plant(secrets: ReturnType<typeof plantedSecrets>): { plant: string; mend: string } {
  const of = (place: keyof typeof secrets): string => literal(secrets[place].value);
  return {
    plant: `
      CREATE ROLE keeper LOGIN PASSWORD ${of("role")};
      ALTER ROLE keeper SET app.token = ${of("roleSetting")};
      ALTER ROLE ALL SET app.shared = ${of("everyRole")};
      ALTER DATABASE shop SET app.key = ${of("database")};
      ALTER SYSTEM SET primary_conninfo = 'host=nowhere password=${secrets.replication.value}';
      CREATE TABLE public.secret_rows (value text PRIMARY KEY);
      INSERT INTO public.secret_rows VALUES (${of("row")});
      CREATE FUNCTION public.picky(text[], oid) RETURNS void LANGUAGE plpgsql AS
        'BEGIN IF current_setting(''server_version_num'')::int >= 160000 AND $1::text LIKE ''%password=%''
         THEN RAISE EXCEPTION ''not in this version'' USING DETAIL = $1::text; END IF; END';
      CREATE FOREIGN DATA WRAPPER elsewhere VALIDATOR public.picky;
      CREATE SERVER elsewhere FOREIGN DATA WRAPPER elsewhere OPTIONS (token ${of("server")});
      CREATE USER MAPPING FOR PUBLIC SERVER elsewhere OPTIONS (user 'u', password ${of("mapping")});
      ALTER ROLE postgres SET log_statement = 'all';
      ALTER ROLE postgres SET log_min_error_statement = 'debug5';
      ALTER ROLE postgres SET log_min_messages = 'log';
      ALTER ROLE postgres SET log_min_duration_statement = 0;
      ALTER ROLE postgres SET log_parameter_max_length_on_error = -1;
      ALTER ROLE postgres SET pg_stat_statements.track = 'all';`,
    mend: `CREATE OR REPLACE FUNCTION public.picky(text[], oid) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';`,
  };
}

/** A subscription that reaches nobody; no upgrade takes one. */
export const subscribe = (secret: Secret): string => `
  CREATE SUBSCRIPTION listener CONNECTION 'host=nowhere password=${secret.value}'
    PUBLICATION p WITH (connect = false, slot_name = none, enabled = false, create_slot = false);`;
