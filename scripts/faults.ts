// npm run faults: kills dbshift at every fail point of every effect, on real Docker, and looks at the data each time.
// Takes more than an hour. `-- --report FILE` writes the table there, too; `-- --short` takes one fail point of each
// step, as the tests do. Ends with 1 where an invariant did not hold.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { CampaignResult } from "../test/faults/campaign.ts";
import { nameOf, oneForEachStep, type FailPoint } from "../test/faults/fail-point.ts";
import { resumeCampaign } from "../test/faults/resume-campaign.ts";
import { returnCampaign, retireCampaign } from "../test/faults/after-switch-campaign.ts";
import { rollbackCampaign, undoCampaign } from "../test/faults/rollback-campaign.ts";
import { faultsTable } from "./faults/faults-table.ts";

const campaigns = [resumeCampaign, rollbackCampaign, undoCampaign, returnCampaign, retireCampaign];

const { values } = parseArgs({ options: { report: { type: "string" }, short: { type: "boolean" } } });
const choose = (all: readonly FailPoint[]): readonly FailPoint[] =>
  values.short === true ? oneForEachStep(all) : all;

const results: CampaignResult[] = [];
for (const campaign of campaigns) {
  const result = await campaign(choose);
  results.push(result);
  const { name, kills, missed, violations } = result;
  console.log(`${name}: ${String(kills)} kills, ${String(violations.length)} violations`);
  if (missed.length > 0) console.log(`  nobody came by: ${missed.map(nameOf).join("; ")}`);
  for (const violation of violations) console.log(`  ${violation}`);
}
const table = faultsTable(results);
console.log(`\n${table}`);
if (values.report !== undefined) await writeFile(values.report, `${table}\n`);
process.exitCode = results.some(({ violations }) => violations.length > 0) ? 1 : 0;
