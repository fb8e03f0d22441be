// npm run faults: kills dbshift at every fail point of every effect, on real Docker, and looks at the data each time.
// Takes more than an hour. `-- --report FILE` writes the table there, too; `-- --short` takes one fail point of each
// step, as the tests do. `-- --simulated` plays every single fault and many pairs on simulated hosts instead, in minutes;
// `--seed N` draws other pairs, `--pairs N` more of them for each first fault (`all`: every one), `--replay ID` plays a
// schedule again that was printed, and `--record` asks real servers anew what the simulated ones answer. Ends with 1 where an invariant did not hold.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { CampaignResult } from "../test/faults/campaign.ts";
import { nameOf, oneForEachStep, type FailPoint } from "../test/faults/fail-point.ts";
import { resumeCampaign } from "../test/faults/resume-campaign.ts";
import { returnCampaign, retireCampaign } from "../test/faults/after-switch-campaign.ts";
import { rollbackCampaign, undoCampaign } from "../test/faults/rollback-campaign.ts";
import { faultsTable } from "./faults/faults-table.ts";
import { recordAnswers } from "../test/simulation/record-answers.ts";
import { replay } from "./faults/replay.ts";
import { simulate } from "./faults/simulate.ts";

const { values } = parseArgs({
  options: {
    report: { type: "string" },
    short: { type: "boolean" },
    simulated: { type: "boolean" },
    seed: { type: "string", default: "1" },
    pairs: { type: "string", default: "15" },
    replay: { type: "string" },
    record: { type: "boolean" },
  },
});

if (values.replay !== undefined) process.exitCode = await replay(values.replay);
else if (values.record === true) await record();
else if (values.simulated === true) await simulated();
else await onDocker();

async function record(): Promise<void> {
  await writeFile("test/fixtures/simulation/answers.json", JSON.stringify(await recordAnswers()));
  console.log("Recorded. Format it: npx prettier --write test/fixtures/simulation");
}

async function simulated(): Promise<void> {
  const each = values.pairs === "all" ? Infinity : Number(values.pairs);
  const { table, violations } = await simulate({ seed: Number(values.seed), each });
  await tell(table, violations);
}

async function onDocker(): Promise<void> {
  const campaigns = [resumeCampaign, rollbackCampaign, undoCampaign, returnCampaign, retireCampaign];
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
  const all = results.reduce((sum, { violations }) => sum + violations.length, 0);
  await tell(faultsTable(results), all);
}

async function tell(table: string, violations: number): Promise<void> {
  console.log(`\n${table}`);
  if (values.report !== undefined) await writeFile(values.report, `${table}\n`);
  process.exitCode = violations > 0 ? 1 : 0;
}
