import { countsOf, inventory } from "../support/environment.ts";
import { endOf } from "../support/run-cli.ts";
import { Campaign, type CampaignResult } from "./campaign.ts";
import { crashThrough } from "./crash-through.ts";
import { failPointsOf, nameOf, type FailPoint } from "./fail-point.ts";
import { shippedPlaybook } from "./shipped-playbook.ts";

/** One upgrade that is killed at every chosen fail point on its way, and resumed each time, until 16 serves. */
export function resumeCampaign(
  choose: (all: readonly FailPoint[]) => readonly FailPoint[],
): Promise<CampaignResult> {
  return Campaign.in("killed then resumed", async (campaign) => {
    const { scene, observer } = campaign;
    const { shop } = scene;
    const { steps } = await shippedPlaybook("postgres", "dump");
    const points = choose(
      failPointsOf(
        steps.filter(({ phase }) => phase !== "retire"),
        "do",
      ),
    );
    const counts = await countsOf(shop);
    const writers = await scene.writeEverything();
    await writers.awaitActs(2);
    const crashed = await crashThrough({
      scene,
      points,
      begin: scene.upgrade,
      again: ["resume", "--json"],
      afterDeath: (point) => observer.lookAtDeath(nameOf(point)),
    });
    campaign.note(crashed);
    if (crashed.end.exitCode !== 0) throw new Error(`The last resume ended with ${endOf(crashed.end)}`);
    await writers.awaitActs(2);
    await observer.lookAtWrites(writers);
    observer.expect("I13", "at the end", await countsOf(shop), counts);
    const { containers, holders, volumes, networks } = await inventory(scene);
    const made = volumes.filter((volume) => volume !== shop.volume);
    observer.expect("I9", "at the end", containers, [shop.container, `${shop.container}.pre16`]);
    observer.expect("I9", "at the end", [made.length, holders, networks], [1, 1, [shop.network]]);
    await observer.lookAtVolume();
    await observer.lookAtBystanders();
  });
}
