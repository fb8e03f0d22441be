import type { SqlSession } from "../../../../src/engines/postgres/compare/sql-session.ts";

/** A session with a server that does not change: what it was asked before it does not ask again. */
export function remembering(session: SqlSession): SqlSession {
  const answers = new Map<string, Promise<unknown[]>>();
  return {
    ...session,
    rows: async (schema, sql, params = []) => {
      const question = JSON.stringify([sql, params]);
      const known = answers.get(question) ?? session.rows(schema, sql, params);
      answers.set(question, known);
      return (await known).map((row) => schema.parse(row));
    },
  };
}
