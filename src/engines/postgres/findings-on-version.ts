import { blocker, warning, type Finding } from "../../core/finding.ts";
import type { Plan } from "../../core/plan.ts";
import { shellWord } from "../../core/shell-word.ts";
import { compareMajors, majorOf } from "./version.ts";

type Versions = Pick<Plan, "from" | "to"> & {
  readonly source: Pick<Plan["source"], "version" | "container" | "image">;
};

/** The first minor of each major whose tools are safe against a hostile server (CVE-2026-6473, -6475, -6477). */
const safeMinors: Readonly<Record<string, number>> = { "14": 23, "15": 18, "16": 14, "17": 10, "18": 4 };

/** Queries, catalogues and dumps of anything older are not what the steps expect. */
const oldest = "10";

export function findingsOnVersion({ from, to, source }: Versions): Finding[] {
  const major = majorOf(source.version);
  if (major === undefined || compareMajors(major, oldest) < 0) {
    return [
      blocker("PG-TOO-OLD", {
        summary: `"${source.container}" runs PostgreSQL ${source.version}; dbshift upgrades from ${oldest} on`,
      }),
    ];
  }
  if (major !== from) {
    return [
      blocker("PG-OTHER-VERSION", {
        summary: `"${source.container}" runs PostgreSQL ${source.version}, not ${from}`,
        remedy: `Name the version it has: dbshift postgres ${major}..${to} ${source.container}`,
      }),
    ];
  }
  const order = compareMajors(to, major);
  if (order < 0) return [downgrade(major, to)];
  if (order === 0) return [sameMajor(major, source)];
  return minorFindings(major, source.version);
}

function downgrade(major: string, to: string): Finding {
  return blocker("PG-DOWNGRADE", {
    summary: `${major} to ${to} is a downgrade, which PostgreSQL has no way for`,
    detail: "An older server neither reads a newer one's files nor all of its dumps.",
  });
}

function sameMajor(major: string, source: Versions["source"]): Finding {
  return blocker("PG-SAME-MAJOR", {
    summary: `"${source.container}" runs PostgreSQL ${major} already`,
    detail: "A minor update keeps the data as it is and needs no dbshift.",
    remedy: `Pull the newer image and create the container again on the same volume:\n    docker pull ${shellWord(source.image)}`,
  });
}

function minorFindings(major: string, version: string): Finding[] {
  const safe = Object.hasOwn(safeMinors, major) ? safeMinors[major] : undefined;
  const minor = /^\d+\.(\d+)$/.exec(version)?.[1];
  if (safe === undefined || minor === undefined || Number(minor) >= safe) return [];
  return [
    warning("PG-OLD-MINOR", {
      summary: `PostgreSQL ${version} has known holes that ${major}.${safe} closes`,
      detail: "Some are in the tools that read a dump (CVE-2026-6473, CVE-2026-6475, CVE-2026-6477).",
      remedy: `Update to ${major}.${safe} or newer first, if people you do not trust can make objects in it.`,
    }),
  ];
}
