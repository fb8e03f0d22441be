import { carriedKey, statementKey, type Answer, type Answers } from "./answers.ts";
import type { Exchange } from "./exchange.ts";

/** What was said on one session. */
export interface RecordedSession {
  readonly major: string;
  readonly database: string;
  readonly exchanges: readonly Exchange[];
}

/**
 * Each different answer once. Where a statement was answered in two ways, the first and the last are kept: in between
 * the configuration was carried. What depends on more than that, the model answers by itself.
 */
export function distilAnswers(sessions: readonly RecordedSession[]): Pick<Answers, "answers" | "statements"> {
  const places = new Map<string, number>();
  const answers: Answer[] = [];
  const placeOf = (answer: Answer): number => {
    const text = JSON.stringify(answer);
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, answers.push(answer) - 1);
    return answers.length - 1;
  };
  const statements: Record<string, Record<string, Record<string, number>>> = {};
  for (const { major, database, exchanges } of sessions) {
    const known = ((statements[major] ??= {})[database] ??= {});
    for (const { sql, parameters, answer } of exchanges) {
      const key = statementKey(sql, parameters);
      const place = placeOf(answer);
      if (known[key] === undefined) known[key] = place;
      else if (known[key] !== place) known[carriedKey(key)] = place;
    }
  }
  return { answers, statements };
}
