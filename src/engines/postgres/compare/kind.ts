import type { PropertyDiffers } from "./inventory.ts";

/** The majors a query is written for. */
export interface Majors {
  /** Of the server that is asked. */
  readonly server: number;
  /** The older of the two that are compared: what came later can only be on one side. */
  readonly common: number;
}

/** How the source's text of a definition is put into the target's words, inside a transaction that is rolled back. */
export interface Rephrasing {
  readonly statements: readonly string[];
  /** Gives one row with one column, `text`. */
  readonly read: string;
  readonly params?: readonly (string | null)[];
}

/**
 * A kind of thing to compare. The query gives a row per item: the column `identity`, columns whose name starts with an
 * underscore (the item's address), and the properties, named as a message names them. 64-bit numbers are cast to text.
 *
 * Queries run with `search_path = pg_catalog, pg_temp`, so their names are the catalog's without being qualified.
 */
export interface Kind {
  readonly name: string;
  /** The first major that has it; left out of the comparison with an older one. */
  readonly since?: number;
  sql(majors: Majors): string;
  /** For properties that servers deparse, which may differ in text alone. `probe` is a schema of our own, empty. */
  readonly rephrase?: Readonly<Record<string, (difference: PropertyDiffers, probe: string) => Rephrasing>>;
}
