import { blocker, info, warning, type Finding } from "../../core/finding.ts";
import type { Container } from "../../ports/runtime.ts";
import type { ServerFacts } from "./facts.ts";

const trimmed = (path: string): string => path.replace(/\/+$/, "");
const isInside = (path: string, directory: string): boolean => path.startsWith(`${trimmed(directory)}/`);

/** Where the server's files are, and whether all of them come along. */
export function findingsOnFiles(facts: ServerFacts, container: Container): Finding[] {
  return [
    ...placeFindings(facts, container),
    ...configFindings(facts, container),
    ...accessFindings(facts),
    ...settingFindings(facts),
    ...strangerFindings(facts),
  ];
}

function placeFindings({ dataDirectory }: ServerFacts, container: Container): Finding[] {
  const expected = container.environment.get("PGDATA");
  const found: Finding[] = [];
  if (expected === undefined || trimmed(expected) !== trimmed(dataDirectory)) {
    found.push(
      blocker("PG-DATA-DIRECTORY", {
        summary: `The server keeps its data in ${dataDirectory}, and PGDATA is ${expected ?? "not set"}`,
        detail:
          "A target made from the same settings would look for its data in another place than the image does.",
        remedy: `Create the container again with PGDATA=${dataDirectory} and without -D or data_directory.`,
      }),
    );
  }
  const wal = container.environment.get("POSTGRES_INITDB_WALDIR");
  if (wal !== undefined && wal !== "") found.push(walElsewhere(wal));
  return found;
}

/** pg_wal is a link to another place, which a second server would have to share. */
export function walElsewhere(place: string): Finding {
  return blocker("PG-WAL-ELSEWHERE", {
    summary: `The WAL is kept outside the data directory, at ${place}`,
    detail: "This version upgrades servers that keep everything in their data directory.",
  });
}

function configFindings(facts: ServerFacts, container: Container): Finding[] {
  const { configFile, dataDirectory, settings } = facts;
  if (configFile === `${trimmed(dataDirectory)}/postgresql.conf`) {
    if (settings.elsewhere.length === 0) return [];
    return [
      blocker("PG-SETTINGS-ELSEWHERE", {
        summary: "postgresql.conf includes files outside the data directory",
        detail: `They set ${settings.elsewhere.join(", ")}.`,
        remedy:
          "Move these settings into postgresql.conf, or give them with -c on the container's command line.",
      }),
    ];
  }
  const mount = container.mounts.find(
    ({ destination }) => configFile === destination || isInside(configFile, destination),
  );
  if (mount === undefined || isInside(configFile, dataDirectory)) {
    return [
      blocker("PG-CONFIG-ELSEWHERE", {
        summary: `The configuration file is ${configFile}, which would not come along`,
        remedy: "Use postgresql.conf in the data directory, or mount the file from the host.",
      }),
    ];
  }
  if (settings.main.length > 0) {
    return [
      blocker("PG-SETTINGS-ELSEWHERE", {
        summary: `${configFile} includes files inside the data directory`,
        detail: `They set ${settings.main.join(", ")}, and would not come along.`,
        remedy: `Move these settings into ${configFile}.`,
      }),
    ];
  }
  return [
    info("PG-CONFIG-MOUNTED", {
      summary: `The configuration file ${configFile} is mounted, and the target gets the same mount`,
      detail: "Both versions read the same file.",
    }),
  ];
}

function accessFindings({ hbaFile, identFile, dataDirectory, accessIncludes }: ServerFacts): Finding[] {
  const found: Finding[] = [];
  for (const [setting, path] of [
    ["hba_file", hbaFile],
    ["ident_file", identFile],
  ] as const) {
    const usual = `${trimmed(dataDirectory)}/pg_${setting === "hba_file" ? "hba" : "ident"}.conf`;
    if (path === usual) continue;
    found.push(
      blocker(setting === "hba_file" ? "PG-HBA-ELSEWHERE" : "PG-IDENT-ELSEWHERE", {
        summary: `${setting} is ${path}, not ${usual}`,
        detail:
          "dbshift keeps clients out of the target by the rules in its data directory until it is verified.",
        remedy: `Put the file there, remove ${setting} from the settings, and restart the container.`,
      }),
    );
  }
  if (accessIncludes) {
    found.push(
      blocker("PG-ACCESS-INCLUDES", {
        summary: "pg_hba.conf or pg_ident.conf takes in other files, which would not come along",
        remedy: "Write what they hold into the file itself, and reload.",
      }),
    );
  }
  return found;
}

function settingFindings({ settings }: ServerFacts): Finding[] {
  const found: Finding[] = [];
  for (const { file, line, name } of settings.broken) {
    found.push(
      blocker("PG-SETTINGS-BROKEN", {
        summary: `${file}, line ${line}: the server does not take ${name === null ? "this line" : `"${name}"`}`,
        detail: "It would not start again with this file.",
        remedy: "Mend the line. The reason is in: select * from pg_file_settings where error is not null",
      }),
    );
  }
  if (settings.namingOwnFiles.length > 0) {
    found.push(
      blocker("PG-FILES-IN-DATA", {
        summary: `${settings.namingOwnFiles.join(", ")} name files in the data directory, which would not come along`,
        remedy:
          "Mount certificates and keys into the container from the host, and name them by their full paths.",
      }),
    );
  }
  if (settings.pendingRestart.length > 0) {
    found.push(
      info("PG-PENDING-RESTART", {
        summary: `Set, and in force only after the next start: ${settings.pendingRestart.join(", ")}`,
        detail: "The target starts with them.",
      }),
    );
  }
  return found;
}

function strangerFindings({ strangers, besideData, dataDirectory }: ServerFacts): Finding[] {
  const found: Finding[] = [];
  if (besideData.length > 0) {
    found.push(
      warning("PG-BESIDE-DATA", {
        summary: `Beside ${dataDirectory} its volume holds more, which does not come along`,
        detail: besideData.join("\n"),
        remedy: `It is kept with the source until "dbshift retire" removes the volume. Copy before that what you need.`,
      }),
    );
  }
  if (strangers.length === 0) return found;
  found.push(
    warning("PG-STRANGERS", {
      summary: `In ${dataDirectory} there is what is not the server's, and does not come along`,
      detail: strangers.join("\n"),
      remedy:
        "If something reads it, a foreign table of file_fdw or a function, copy it over after the upgrade.",
    }),
  );
  return found;
}
