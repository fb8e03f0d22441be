import { execa } from "execa";
import { returnCampaign, retireCampaign } from "../../test/faults/after-switch-campaign.ts";
import type { CampaignResult } from "../../test/faults/campaign.ts";
import { escapedSecrets } from "../../test/faults/escaped-secrets.ts";
import { nameOf, oneForEachStep, type FailPoint } from "../../test/faults/fail-point.ts";
import { resumeCampaign } from "../../test/faults/resume-campaign.ts";
import { rollbackCampaign, undoCampaign } from "../../test/faults/rollback-campaign.ts";
import { secretsCampaign } from "../../test/faults/secrets-campaign.ts";
import type { Sample } from "../../test/simulation/fault-pairs.ts";
import type { Figures } from "./figures.ts";
import { simulate } from "./simulate.ts";

export interface Wish {
  /** One fail point of each step instead of all. */
  readonly short: boolean;
  readonly sample: Sample;
}

type Campaign = (wish: Wish) => Promise<Figures>;
type Choose = (all: readonly FailPoint[]) => readonly FailPoint[];

/**
 * What can be run by its name, alone or beside others: what each makes has names and a state of its own. All but the
 * simulated one want Docker.
 */
export const campaigns: Readonly<Record<string, Campaign>> = {
  resume: killed(resumeCampaign),
  rollback: killed(rollbackCampaign),
  undo: killed(undoCampaign),
  return: killed(returnCampaign),
  retire: killed(retireCampaign),
  simulated: async ({ sample }) => {
    const { table, violations, schedules } = await simulate(sample);
    console.log(table);
    return { violations, schedules };
  },
  planted,
  secrets,
};

function killed(campaign: (choose: Choose) => Promise<CampaignResult>): Campaign {
  return async ({ short }) => {
    const { name, hit, missed, violations, ...figures } = await campaign((all) =>
      short ? oneForEachStep(all) : all,
    );
    if (missed.length > 0) console.log(`  nobody came by: ${missed.map(nameOf).join("; ")}`);
    return {
      ...copied(figures),
      violations: [...violations],
      points: hit.map((point) => `${name}: ${nameOf(point)}`),
    };
  };
}

type Measured = Omit<CampaignResult, "name" | "hit" | "missed" | "violations">;

const copied = ({
  acknowledged,
  kills,
  rollbacks,
  decisions,
  statuses,
}: Measured): Omit<Figures, "violations"> => ({
  ...{ acknowledged, kills },
  ...{ rollbacks: [...rollbacks], decisions: [...decisions], statuses: [...statuses] },
});

const plantedTests = ["compare", "torture"].map((name) => `test/integration/postgres/${name}.test.ts`);

/** The tests that change one of two equal servers say how many changes they planted. */
async function planted(): Promise<Figures> {
  const words = ["run", "--project", "docker", "--no-file-parallelism", ...plantedTests];
  const { exitCode, stdout } = await execa("vitest", words, { preferLocal: true, reject: false });
  const said = /planted and caught: (\d+)\D+(\d+)\D+(\d+)/.exec(stdout)?.slice(1).map(Number) ?? [];
  if (exitCode === 0 && said.length === 3) {
    return { violations: [], planted: said.reduce((sum, one) => sum + one, 0) };
  }
  console.log(stdout);
  return { violations: [`I13: a planted change was not caught, or not named: ${plantedTests.join(" ")}`] };
}

/** Runs with a secret at every place where one can come in, and looks for each in all that they show and leave. */
async function secrets(): Promise<Figures> {
  const campaign = await secretsCampaign();
  try {
    const escapes = await escapedSecrets(campaign);
    return {
      violations: escapes.map(
        (escape) => `secrets of ${escape.secrets.join(", ")} in ${escape.kind} ${escape.where}`,
      ),
      secrets: new Set(escapes.flatMap((escape) => escape.secrets)).size,
    };
  } finally {
    await campaign.remove();
  }
}
