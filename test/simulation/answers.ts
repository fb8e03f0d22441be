import { createHash } from "node:crypto";

/** What a server said to one statement: a row description as name and type, rows as text, and the tags of commands. */
export interface Answer {
  readonly columns?: readonly (readonly [name: string, type: number])[];
  readonly rows?: readonly (readonly (string | null)[])[];
  readonly tags: readonly string[];
}

/** What real servers, engines and tools said once, and what a simulated one says after them. */
export interface Answers {
  /** The system identifiers of the two servers they were asked of. */
  readonly identities: Readonly<Record<string, string>>;
  readonly images: Readonly<Record<string, RecordedImage>>;
  /** What our helpers printed, by role and major. */
  readonly helpers: Readonly<Record<string, string>>;
  readonly answers: readonly Answer[];
  /** The place of each statement's answer, by major, database and the statement's key. */
  readonly statements: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
}

export interface RecordedImage {
  readonly id: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly volumes: readonly string[];
}

const most = 10_000;
const keys = new Map<string, string>();

/** What is the same of a statement whenever it is asked: a random name in it is not. */
export function statementKey(sql: string, parameters: readonly (string | null)[] = []): string {
  const asked = parameters.length === 0 ? sql : JSON.stringify([sql, parameters]);
  const known = keys.get(asked);
  if (known !== undefined) return known;
  const steady = asked.replace(/dbshift_probe_[0-9a-f]+/g, "dbshift_probe_x");
  const key = createHash("sha256").update(steady).digest("base64url").slice(0, 12);
  if (keys.size >= most) keys.clear();
  keys.set(asked, key);
  return key;
}

/** Of a statement that was answered otherwise once the configuration was carried. */
export const carriedKey = (key: string): string => `${key}/carried`;
