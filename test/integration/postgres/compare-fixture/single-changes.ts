import { z } from "zod";
import type { SqlSession } from "../../../../src/engines/postgres/compare/sql-session.ts";
import type { CatalogChanges } from "./catalog-change.ts";

/** A statement that changes one thing, and the words that have to be in one line of what is said of it. */
export interface SingleChange {
  readonly statement: string;
  readonly named: readonly string[];
}

const objectSchema = z.object({ place: z.string(), name: z.string() });

/** Of so many objects each property is changed; it need not be all that there are. */
const mostObjects = 4;

/** Every property of some objects changed, and each given another name and deleted, one by one. */
export async function singleChanges(
  session: SqlSession,
  { kind, catalog, objects, properties, name, deletable }: CatalogChanges,
): Promise<SingleChange[]> {
  const found = await session.rows(
    objectSchema,
    `select place, name from (${objects}) o order by name, place limit ${String(mostObjects)}`,
  );
  const missing = "is missing in the target";
  return found.flatMap((object): SingleChange[] => {
    const updating = (assignment: string): string =>
      `update ${catalog} set ${assignment} where ${object.place}`;
    return [
      ...Object.entries(properties).map(([property, assignment]) => ({
        statement: updating(assignment),
        named: [kind, object.name, `: ${property} `],
      })),
      ...(name === undefined
        ? []
        : [
            {
              statement: updating(`${name} = left(${name}::text, 50) || '_x'`),
              named: [kind, object.name, missing],
            },
          ]),
      ...(deletable === true
        ? [
            {
              statement: `delete from ${catalog} where ${object.place}`,
              named: [kind, object.name, missing],
            },
          ]
        : []),
    ];
  });
}

/** Whether one of the sentences has all the words; they may begin with a capital. */
export const isNamed = (sentences: readonly string[], { named }: SingleChange): boolean =>
  sentences.some((sentence) => named.every((word) => sentence.toLowerCase().includes(word.toLowerCase())));
