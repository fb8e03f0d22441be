const firstUserOid = 16384;

/** SQL for "a user made this": not initdb, and not an extension, whose members come with it. */
export const madeByUser = (catalog: string, alias: string): string =>
  `${alias}.oid >= ${String(firstUserOid)} and ${notOfExtension(catalog, `${alias}.oid`)}`;

const notOfExtension = (catalog: string, oid: string): string => `not ${isMember(catalog, oid)}`;

/** SQL for "it belongs to an extension". */
export const isMember = (catalog: string, oid: string): string => `${oid} in (${membersIn(catalog)})`;

export const membersIn = (catalog: string): string =>
  `select e.objid from pg_depend e where e.classid = '${catalog}'::regclass and e.deptype = 'e'`;

/** Not one that the server makes along with another, such as a range type's own functions and casts. */
export const notDerived = (catalog: string, oid: string): string =>
  `${oid} not in (select i.objid from pg_depend i where i.classid = '${catalog}'::regclass and i.deptype = 'i')`;

/** The same for rows of pg_class, without other sessions' temporary relations. A composite type stands for its row. */
export const relationMadeByUser = (alias: string): string =>
  `${madeByUser("pg_class", alias)} and ${alias}.relpersistence <> 't' and ${notOfExtension("pg_type", `${alias}.reltype`)}`;

/** For what lives in a schema: not in one for temporary objects. */
export const notTemporary = (namespace: string): string =>
  `${namespace}::regnamespace::text !~ '^"?pg_(toast_)?temp_'`;

/** A member of an extension holds users' rows only where the extension says so. */
export const relationHoldingUsersRows = (alias: string): string =>
  `(${relationMadeByUser(alias)}
      or exists (select from pg_extension e where ${alias}.oid = any (e.extconfig)))`;
