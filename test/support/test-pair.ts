import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectContainer } from "./containers-inspect.ts";
import { countsOf, createScene, type Scene } from "./environment.ts";
import { imageFor } from "./images.ts";
import { makeScript, ordealsFor, proofScript, proofsIn } from "./torture.ts";

/** Where the images keep a cluster, and where they declare the volume that holds it: 18 moved both. */
const before18 = { data: "/var/lib/postgresql/data", volume: "/var/lib/postgresql/data" };
const from18 = (major: string): typeof before18 => ({
  data: `/var/lib/postgresql/${major}/docker`,
  volume: "/var/lib/postgresql",
});

/** The tests that a pair of majors has to pass on real servers. */
export function testPair(from: string, to: string): void {
  describe(`a ${from} upgraded to ${to}`, () => {
    let scene: Scene;
    let rows: string;
    let proofs: ReadonlyMap<string, string>;
    const ordeals = ordealsFor(Number(from));
    const prove = async (): Promise<ReadonlyMap<string, string>> =>
      proofsIn(await scene.shop.sql(proofScript(ordeals)), ordeals);
    beforeAll(async () => {
      scene = await createScene({
        name: `pair-${from}-${to}`,
        pair: [from, to],
        scale: 1,
        superuser: "chief-1",
      });
      await scene.shop.sql(makeScript(ordeals));
      proofs = await prove();
      rows = await countsOf(scene.shop);
      await scene.succeed(scene.upgrade);
    });
    afterAll(() => scene.remove());

    test("holds every object and value of the torture database as it was", async () => {
      expect(Object.fromEntries(await prove())).toEqual(Object.fromEntries(proofs));
      expect(proofs.size).toBe(ordeals.length);
    });

    test("serves on the new image and holds as many rows of everything", async () => {
      const { shop } = scene;
      expect(await shop.sql("SHOW server_version_num;")).toMatch(new RegExp(`^${to}`));
      expect((await inspectContainer(shop.container)).image).toBe(imageFor(`postgres:${to}`));
      expect(await countsOf(shop)).toBe(rows);
    });

    test("keeps its data where the new image expects it, on the volume named after the source's", async () => {
      const { shop } = scene;
      const place = Number(to) < 18 ? before18 : from18(to);
      expect(await shop.sql("SHOW data_directory;")).toBe(place.data);
      const { volumes, wishes } = await inspectContainer(shop.container);
      expect(volumes).toEqual([`${shop.volume}-pg${to}`]);
      expect(JSON.stringify(wishes)).toContain(`"${place.volume}"`);
    });
  });
}
