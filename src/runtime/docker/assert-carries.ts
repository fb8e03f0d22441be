import { StepError, invariant } from "../../core/errors.ts";
import type { Labels } from "../../ports/runtime.ts";

/** Nothing is removed by its name alone: it must carry what its maker put on it. */
export function assertCarries(thing: string, present: Labels | null | undefined, wanted: Labels): void {
  invariant(Object.keys(wanted).length > 0, `${thing} would be removed without a label to know it by`);
  const missing = Object.keys(wanted).filter((name) => present?.[name] !== wanted[name]);
  if (missing.length > 0) {
    throw new StepError({
      summary: `${thing} is not removed: it is not ours`,
      detail: missing.map((name) => `It does not carry the label ${name}=${wanted[name] ?? ""}.`),
    });
  }
}
