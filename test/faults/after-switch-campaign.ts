import { inventory, stateOf } from "../support/environment.ts";
import { endOf } from "../support/run-cli.ts";
import { Campaign, type CampaignResult } from "./campaign.ts";
import { crashThrough } from "./crash-through.ts";
import { failPointsOf, nameOf, type FailPoint } from "./fail-point.ts";
import { shippedPlaybook } from "./shipped-playbook.ts";

type Choose = (all: readonly FailPoint[]) => readonly FailPoint[];

/** The way back after the switch, and the removal of the target that comes last on it, killed at the chosen points. */
export function returnCampaign(choose: Choose): Promise<CampaignResult> {
  return Campaign.in("way back killed", async (campaign) => {
    const { scene, observer } = campaign;
    const { returnSteps } = await shippedPlaybook("postgres", "dump");
    const before = await stateOf(scene);
    const writers = await scene.writeEverything();
    await writers.awaitActs(2);
    const run = await upgraded(campaign);
    // What is written to the target now is given up by the way back; the writers would call it lost.
    await observer.lookAtWrites(writers);
    const back = returnSteps.filter(({ phase }) => phase !== "retire");
    const points = choose(failPointsOf(back, "do"));
    await killedOften(campaign, run, ["rollback", run, "--yes", "--discard-writes", "--json"], points);
    observer.expect("I7", "after the way back", await observer.majorServing(), 15);
    const last = choose(
      failPointsOf(
        returnSteps.filter(({ phase }) => phase === "retire"),
        "do",
      ),
    );
    await killedOften(campaign, run, ["retire", run, "--yes", "--json"], last);
    observer.expect("I7", "with the target retired", await stateOf(scene), before);
    await observer.lookAtVolume();
    await observer.lookAtBystanders();
  });
}

/** The removal of the source, killed at the chosen points. */
export function retireCampaign(choose: Choose): Promise<CampaignResult> {
  return Campaign.in("retire killed", async (campaign) => {
    const { scene, observer } = campaign;
    const { shop } = scene;
    const { steps } = await shippedPlaybook("postgres", "dump");
    const writers = await scene.writeEverything();
    await writers.awaitActs(2);
    const run = await upgraded(campaign);
    const retire = steps.filter(({ use }) => use === "docker/retire-source");
    await killedOften(campaign, run, ["retire", run, "--yes", "--json"], choose(failPointsOf(retire, "do")));
    await writers.awaitActs(2);
    await observer.lookAtWrites(writers);
    const { containers, holders, volumes } = await inventory(scene);
    const left = [containers, holders, volumes.length];
    observer.expect("I9", "with the source retired", left, [[shop.container], 0, 1]);
    await observer.lookAtBystanders();
  });
}

async function upgraded({ scene }: Campaign): Promise<string> {
  const { stdout } = await scene.succeed(scene.upgrade);
  return (JSON.parse(stdout) as { readonly run: string }).run;
}

async function killedOften(
  campaign: Campaign,
  run: string,
  begin: readonly string[],
  points: readonly FailPoint[],
): Promise<void> {
  const { scene, observer } = campaign;
  const again = ["resume", run, "--json"];
  const afterDeath = (point: FailPoint): Promise<void> => observer.lookAtDeath(nameOf(point));
  const crashed = await crashThrough({ scene, points, begin, again, afterDeath });
  campaign.note(crashed);
  if (crashed.end.exitCode !== 0) throw new Error(endOf(crashed.end));
}
