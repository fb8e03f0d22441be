import { Refused } from "../core/errors.ts";
import { blockersOf, type Finding } from "../core/finding.ts";
import type { Driver } from "./driver.ts";

/**
 * What the checks of the return graph say, for asking a person before the return is begun. Changes nothing.
 *
 * @throws Refused where one of them stands in the way
 */
export async function lookBeforeReturn(driver: Driver): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const place of driver.playbook.returnSteps) {
    if (place.step.kind !== "check") continue;
    findings.push(...(await place.step.check(driver.context(place, 1, driver.ports.interruption.atOnce))));
  }
  if (blockersOf(findings).length > 0) {
    throw Refused.because(findings);
  }
  return findings;
}
