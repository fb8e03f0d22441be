import type { z } from "zod";

/** What comparing needs of a session with one database; `rows` parses each row, `run` ignores what comes back. */
export interface SqlSession {
  rows<T>(schema: z.ZodType<T>, sql: string, params?: unknown[]): Promise<T[]>;
  run(sql: string): Promise<void>;
  end(): Promise<void>;
}
