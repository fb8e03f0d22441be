import { UsageError } from "../core/errors.ts";
import type { Pair } from "../core/pair.ts";
import type { Engine } from "../ports/engine.ts";

/** @throws UsageError where a version names a product that is none of this engine's */
export function assertKnownVersions(engine: Pick<Engine, "title" | "majorOf">, { from, to }: Pair): void {
  for (const version of [from, to]) {
    if (version?.includes(":") !== true || engine.majorOf(version) !== undefined) continue;
    throw new UsageError({
      summary: `"${version}" is no version that ${engine.title} can be upgraded from or to`,
      detail: ["Nothing was changed."],
    });
  }
}
