import { plain } from "./plain.ts";

export const name = (column: string): string => plain(`quote_ident(${column})`);

export const qualifiedName = (schema: string, column: string): string =>
  plain(`format('%I.%I', ${schema}, ${column})`);

export const roleName = (oid: string): string => name(`pg_get_userbyid(${oid})`);

export const typeName = (oid: string, modifier = "null"): string => plain(`format_type(${oid}, ${modifier})`);

/** A function with the types of its arguments; NULL where a catalog has 0. */
export const procedure = (oid: string): string => plain(`nullif(${oid}::oid, 0)::regprocedure::text`);

/** The server's own description of any object, e.g. `public.f(integer)`; `catalog` is an expression for a catalog's oid. */
export const describedAs = (catalog: string, oid: string, sub = "0"): string =>
  `regexp_replace(${plain(`(pg_identify_object(${catalog}, ${oid}, ${sub})).identity`)}, '(?<=[(,])pg_catalog[.]', '', 'g')`;

export const identityOf = (catalog: string, oid: string, sub = "0"): string =>
  describedAs(`'${catalog}'::regclass`, oid, sub);
