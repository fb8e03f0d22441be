// npm run faults: kills dbshift at every fail point of every effect, on real Docker, and looks at the data each time;
// plays every single fault and every pair of deaths on simulated hosts; plants changes. Takes hours. `-- --campaign NAME`,
// once or more, runs those alone, also beside each other; what each shows is kept in `--results DIR`, and `-- --merge`
// makes the table of what is kept there without running anything. `--report FILE` writes the table there, too. `--short`
// takes one fail point of each step, as the tests do. `--simulated` is the campaign of that name; `--pairs N` plays so
// many second deaths for each first one instead of all, and `--seed N` draws others; `--replay ID` plays a schedule again
// that was printed, and `--record` asks real servers anew what the simulated ones answer. Ends with 1 where an invariant
// did not hold.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { recordAnswers } from "../test/simulation/record-answers.ts";
import { campaigns } from "./faults/campaigns.ts";
import { faultsTable } from "./faults/faults-table.ts";
import { keepResult, keptResults } from "./faults/kept-results.ts";
import { replay } from "./faults/replay.ts";

const { values } = parseArgs({
  options: {
    campaign: { type: "string", multiple: true },
    results: { type: "string", default: ".cache/faults" },
    merge: { type: "boolean" },
    report: { type: "string" },
    short: { type: "boolean", default: false },
    simulated: { type: "boolean" },
    seed: { type: "string", default: "1" },
    pairs: { type: "string" },
    replay: { type: "string" },
    record: { type: "boolean" },
  },
});

if (values.replay !== undefined) process.exitCode = await replay(values.replay);
else if (values.record === true) await record();
else await run();

async function record(): Promise<void> {
  const file = "test/fixtures/simulation/answers.json";
  const text = JSON.stringify(await recordAnswers());
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  console.log(`Recorded in ${file}.`);
}

function chosen(): readonly string[] {
  if (values.merge === true) return [];
  if (values.simulated === true) return ["simulated"];
  return values.campaign ?? Object.keys(campaigns);
}

async function run(): Promise<void> {
  const { short, results, pairs = short ? "1" : "all" } = values;
  const sample = { seed: Number(values.seed), each: pairs === "all" ? Infinity : Number(pairs) };
  const names = chosen();
  for (const name of names) {
    const campaign = Object.hasOwn(campaigns, name) ? campaigns[name] : undefined;
    if (campaign === undefined) {
      throw new Error(`There is no campaign ${name}, but ${Object.keys(campaigns).join(", ")}.`);
    }
    console.log(name);
    const figures = await campaign({ short, sample });
    for (const violation of figures.violations) console.log(`  ${violation}`);
    await keepResult(results, { campaign: name, short }, figures);
  }
  const kept = (await keptResults(results)).filter(
    ({ campaign }) => values.merge === true || names.includes(campaign),
  );
  const table = faultsTable(kept);
  console.log(`\n${table}`);
  if (values.report !== undefined) await writeFile(values.report, `${table}\n`);
  process.exitCode = kept.some(({ figures }) => figures.violations.length > 0) ? 1 : 0;
}
