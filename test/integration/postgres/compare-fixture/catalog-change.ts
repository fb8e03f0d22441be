/**
 * Changes to the rows of a catalog that hold the items of one kind, made past every command, so that each property can
 * be changed alone and in ways that commands do not offer.
 */
export interface CatalogChanges {
  readonly kind: string;
  readonly catalog: string;
  /** Gives `place`, a condition for one row of the catalog, and `name`, which the item's identity contains. */
  readonly objects: string;
  /** Properties, each with the assignments that change it in such a row. */
  readonly properties: Readonly<Record<string, string>>;
  /** The column with the item's name, where it can be given another one. */
  readonly name?: string;
  /** The row can be deleted, and nothing that is read with it fails. */
  readonly deletable?: boolean;
}

/** By oid. */
export const byOid = (from: string, name: string): string =>
  `select 'oid = ' || o.oid as place, ${name}::text as name from ${from}`;

export const otherRole = (column: string): string =>
  `${column} = case ${column} when 'staff'::regrole then 'boss'::regrole else 'staff'::regrole end`;

export const toggled = (column: string): string => `${column} = not ${column}`;

/** To another of two letters. */
export const letter = (column: string, one: string, other: string): string =>
  `${column} = case ${column} when '${one}' then '${other}' else '${one}' end`;

export const more = (column: string): string => `${column} = ${column} + 1`;

/** One privilege more than there are, or than the default. */
export const granted = (column: string, type: string, owner: string, privilege: string): string =>
  `${column} = coalesce(${column}, acldefault('${type}', ${owner})) || '"Gräfin ""O''Hara"""=${privilege}/postgres'::aclitem`;

/** Another function of the same arguments. */
export const otherFunction = (column: string, one: string, other: string): string =>
  `${column} = case ${column} when '${one}'::regproc then '${other}'::regproc else '${one}'::regproc end`;
