import type { SqlSession } from "../../../../../src/engines/postgres/compare/sql-session.ts";

export interface ScriptedSession extends SqlSession {
  readonly ran: string[];
  ended: boolean;
}

/** A session whose server answers each query with the rows that the script gives for it, or throws. */
export function scriptedSession(answer: (sql: string) => readonly unknown[]): ScriptedSession {
  const session: ScriptedSession = {
    ran: [],
    ended: false,
    async rows(schema, sql) {
      return answer(sql).map((row) => schema.parse(row));
    },
    async run(sql) {
      session.ran.push(sql);
      answer(sql);
    },
    async end() {
      session.ended = true;
    },
  };
  return session;
}

/** What the server says of a text it does not take; pg's errors carry a severity. */
export const sqlError = (message: string): Error => Object.assign(new Error(message), { severity: "ERROR" });
