import { recorded } from "../../test/simulation/shop-host.ts";
import { shopWorld } from "../../test/simulation/shop-world.ts";
import { play, readSchedule } from "../../test/simulation/schedule.ts";
import { shippedParts } from "../../test/simulation/shipped-parts.ts";

/** Plays a simulated schedule again, tells every change its processes asked for, and returns the exit code. */
export async function replay(schedule: string): Promise<number> {
  const first = shopWorld(recorded);
  const seen = await play(await shippedParts(), first, readSchedule(schedule), (command, { place, name }) => {
    console.log(`${command}@${String(place)} ${name}`);
  });
  console.log(seen.length === 0 ? "\nNothing was seen that must not be." : `\n${seen.join("\n")}`);
  return seen.length === 0 ? 0 : 1;
}
