import { blocker, type Finding } from "../../core/finding.ts";
import type { PlannedTarget } from "../../core/plan.ts";
import type { Image } from "../../ports/runtime.ts";
import type { PostgresFacts } from "./facts.ts";
import type { ImageContents } from "./inspect-image.ts";
import { isCustom } from "./settings.ts";

type Target = Pick<PlannedTarget, "image" | "major">;

/** Whether the target image can do what the source's did. */
export function findingsOnImage(facts: PostgresFacts, target: Target, contents: ImageContents): Finding[] {
  const wrong = programFindings(target, contents);
  if (wrong.length > 0) return wrong;
  return [
    ...extensionFindings(facts, target, contents),
    ...libraryFindings(facts, target, contents),
    ...settingFindings(target, contents),
    ...localeFindings(facts, target, contents),
  ];
}

/** An entrypoint of another kind would not do what the arguments and variables of the source's container say. */
export function entrypointFindings({ image }: Target, { entrypoint }: Image): Finding[] {
  if (entrypoint.length === 1 && /(^|\/)docker-entrypoint\.sh$/.test(entrypoint[0] ?? "")) return [];
  return [
    blocker("PG-IMAGE-ENTRYPOINT", {
      summary: `The image ${image} does not start like the official ones`,
      detail: `Its entrypoint is ${JSON.stringify(entrypoint)}.`,
      remedy: "Name another image with --to-image.",
    }),
  ];
}

/** The settings a target has to know: from files, the command line, and databases. */
export function settingsToAsk({ settings }: PostgresFacts): string[] {
  const { main, auto, elsewhere, commandLine, inDatabase } = settings;
  const all = new Set([...main, ...auto, ...elsewhere, ...commandLine, ...inDatabase]);
  return [...all].filter((name) => !isCustom(name) && /^[a-z_]\w*$/.test(name)).sort();
}

function programFindings(target: Target, { postgres, missing, hasPostgresUser }: ImageContents): Finding[] {
  const remedy = "Name another image with --to-image.";
  if (postgres === undefined) {
    return [
      blocker("PG-IMAGE-NOT-POSTGRES", {
        summary: `The image ${target.image} has no PostgreSQL server`,
        remedy,
      }),
    ];
  }
  if (postgres !== target.major) {
    return [
      blocker("PG-IMAGE-MAJOR", {
        summary: `The image ${target.image} has PostgreSQL ${postgres}, not ${target.major}`,
        detail: "The program in it says so, whatever its tag does.",
        remedy,
      }),
    ];
  }
  const lacks = [...missing, ...(hasPostgresUser ? [] : ["a user named postgres"])];
  if (lacks.length === 0) return [];
  return [
    blocker("PG-IMAGE-LACKS", { summary: `The image ${target.image} lacks ${lacks.join(", ")}`, remedy }),
  ];
}

function extensionFindings(
  facts: PostgresFacts,
  { image }: Target,
  { extensions }: ImageContents,
): Finding[] {
  const databasesBy = new Map<string, string[]>();
  for (const { database, extensions: used } of facts.contents) {
    for (const { name } of used) databasesBy.set(name, [...(databasesBy.get(name) ?? []), database]);
  }
  return [...databasesBy]
    .filter(([name]) => !extensions.has(name))
    .map(([name, databases]) =>
      blocker("PG-EXTENSION-MISSING", {
        summary: `The image ${image} lacks the extension "${name}"`,
        detail: `Used in ${databases.map((database) => `"${database}"`).join(", ")}.`,
        remedy: `Name an image that has it with --to-image, or drop it first: drop extension "${name}"`,
      }),
    );
}

/** A library's name as the image lists it. One with a directory of its own is never among those. */
const nameOf = (library: string): string => library.replace(/^\$libdir\//, "").replace(/\.so$/, "");

function libraryFindings(facts: PostgresFacts, { image }: Target, { libraries }: ImageContents): Finding[] {
  const lacks = (library: string): boolean => !libraries.has(nameOf(library));
  const lacking = (library: string, detail: string, remedy: string): Finding =>
    blocker("PG-LIBRARY-MISSING", {
      summary: `The image ${image} lacks the library "${library}"`,
      detail,
      remedy: `Name an image that has it with --to-image, or ${remedy}`,
    });
  return [
    ...facts.settings.preloadLibraries
      .filter(lacks)
      .map((library) =>
        lacking(
          library,
          "shared_preload_libraries names it, and a server does not start without it.",
          "take it out of shared_preload_libraries first.",
        ),
      ),
    ...facts.contents.flatMap(({ database, libraries: used }) =>
      used
        .filter(lacks)
        .map((library) =>
          lacking(library, `Functions in database "${database}" are in it.`, "drop them first."),
        ),
    ),
  ];
}

function settingFindings({ major }: Target, { unknownSettings }: ImageContents): Finding[] {
  return unknownSettings.map((name) =>
    blocker("PG-SETTING-UNKNOWN", {
      summary: `PostgreSQL ${major} does not know the setting "${name}"`,
      detail:
        "It is set in a file, on the command line, or for a role or database. The target would not take it.",
      remedy: `Remove it where it is set; by ALTER SYSTEM with: alter system reset ${name}`,
    }),
  );
}

/** In any locale of the C library these are there. */
const everywhere = new Set(["c", "posix"]);

function localeFindings(facts: PostgresFacts, { image }: Target, contents: ImageContents): Finding[] {
  const found: Finding[] = [];
  const wanted = new Map<string, string>();
  for (const locale of facts.settings.locales) wanted.set(locale, "The server's messages or formats use it.");
  for (const { name, collate, ctype } of facts.databases) {
    for (const locale of [collate, ctype]) wanted.set(locale, `Database "${name}" has it.`);
  }
  const icu = facts.databases.filter(({ provider }) => provider === "i").map(({ name }) => `"${name}"`);
  if (icu.length > 0 && !contents.icu) {
    found.push(
      blocker("PG-ICU-MISSING", {
        summary: `The server in ${image} is built without ICU`,
        detail: `The locale of ${icu.join(", ")} is one of ICU's.`,
        remedy: "Name another image with --to-image.",
      }),
    );
  }
  // musl takes any name for a locale, and sorts by bytes whatever it is called.
  if (contents.libc === "musl") return found;
  const there = new Set(contents.locales?.map(normalised));
  for (const [locale, detail] of wanted) {
    if (locale === "" || everywhere.has(locale.toLowerCase()) || there.has(normalised(locale))) continue;
    found.push(
      blocker("PG-LOCALE-MISSING", {
        summary: `The image ${image} lacks the locale "${locale}"`,
        detail: contents.locales === undefined ? `${detail} The image cannot list its locales.` : detail,
        remedy: "Name an image that has it with --to-image.",
      }),
    );
  }
  return found;
}

/** The C library takes `en_US.UTF-8` and `en_US.utf8` for the same. */
function normalised(locale: string): string {
  const [, language = locale, codeset = "", modifier = ""] =
    /^([^.@]*)(?:\.([^@]*))?(@.*)?$/.exec(locale) ?? [];
  return `${language}.${codeset.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}${modifier}`;
}
