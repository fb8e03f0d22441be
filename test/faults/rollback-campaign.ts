import { stateOf } from "../support/environment.ts";
import { endOf } from "../support/run-cli.ts";
import { Campaign, type CampaignResult } from "./campaign.ts";
import { crashThrough } from "./crash-through.ts";
import { failPointsOf, nameOf, type FailPoint } from "./fail-point.ts";
import { shippedPlaybook } from "./shipped-playbook.ts";

const rollback = ["rollback", "--yes", "--json"];
type Choose = (all: readonly FailPoint[]) => readonly FailPoint[];

/** Where a process dies that came by no other: the way back still costs no client anything. */
const lastBeforeClients: FailPoint = { step: "open", way: "do", moment: "before intent" };

/** For every chosen fail point before the pivot an upgrade that dies there, and a rollback to the start state. */
export function rollbackCampaign(choose: Choose): Promise<CampaignResult> {
  return backToStart("killed then rolled back", async (campaign, roll) => {
    for (const point of choose(await pointsBeforePivot("do"))) {
      await dieAtFirst(campaign, [point, lastBeforeClients]);
      await roll(rollback, nameOf(point));
    }
  });
}

/** Rollbacks that are killed themselves, at every chosen fail point, and gone on with by resume. */
export function undoCampaign(choose: Choose): Promise<CampaignResult> {
  return backToStart("rollback killed", async (campaign, roll) => {
    const { scene, observer } = campaign;
    await dieAtFirst(campaign, [lastBeforeClients]);
    const crashed = await crashThrough({
      scene,
      points: choose(await pointsBeforePivot("undo")),
      begin: rollback,
      again: ["resume", "--json"],
      afterDeath: (point) => observer.lookAtDeath(nameOf(point)),
    });
    campaign.note(crashed);
    // What a dead process had recorded as undone nobody undoes again: the run has ended or ends now.
    if (!crashed.end.stdout.includes('"rolled back"')) throw new Error(endOf(crashed.end));
    await roll(undefined, "a rollback killed on its way");
  });
}

/** Whatever is done in between, the shop is as it was before, and its clients' rows are there. */
function backToStart(
  name: string,
  go: (
    campaign: Campaign,
    roll: (words: readonly string[] | undefined, when: string) => Promise<void>,
  ) => Promise<void>,
): Promise<CampaignResult> {
  return Campaign.in(name, async (campaign) => {
    const { scene, observer } = campaign;
    const before = await stateOf(scene);
    const writers = await scene.writeEverything();
    await writers.awaitActs(2);
    await go(campaign, async (words, when) => {
      if (words !== undefined) {
        const startedAt = Date.now();
        const result = await scene.run(words);
        campaign.rollbacks.push(Date.now() - startedAt);
        observer.expect("I6", when, result.exitCode, 0);
      }
      await writers.awaitActs(1);
      observer.expect("I7", when, await stateOf(scene), before);
    });
    await observer.lookAtWrites(writers);
    await observer.lookAtVolume();
    await observer.lookAtBystanders();
  });
}

async function dieAtFirst(campaign: Campaign, points: readonly FailPoint[]): Promise<void> {
  const { scene, observer } = campaign;
  const crashed = await crashThrough({
    scene,
    points,
    begin: scene.upgrade,
    again: undefined,
    afterDeath: (point) => observer.lookAtDeath(nameOf(point)),
  });
  const [end] = crashed.deaths;
  if (end === undefined) throw new Error(`It died nowhere: ${endOf(crashed.end)}`);
  campaign.note({ deaths: [end], missed: end.point === lastBeforeClients ? points : [] });
}

async function pointsBeforePivot(way: FailPoint["way"]): Promise<FailPoint[]> {
  const { steps } = await shippedPlaybook("postgres", "dump");
  const before = steps.filter(({ kind }) => kind === "compensable");
  // The image that is there already is adopted and never undone.
  return failPointsOf(before, way).filter(({ step }) => step !== "pull");
}
