import { expect, test } from "vitest";
import { toContainer } from "../../../../src/runtime/docker/to-container.ts";
import { container, image15, named } from "./likeness-parts.ts";

test("of which directory of a volume a mount shows, the wish tells, however its path was written (I3)", () => {
  const host = {
    Mounts: [
      { Type: "volume", Source: "pgdata", Target: "/data/", VolumeOptions: { Subpath: "main" } },
      { Type: "volume", Source: "other", Target: "/other" },
    ],
  };
  const json = container({ host, mounts: [named("pgdata", "/data"), named("other", "/other")] });
  const { mounts } = toContainer(json, { image: image15, unstartable: false });
  expect(mounts.map(({ volume, subpath }) => [volume, subpath])).toEqual([
    ["pgdata", "main"],
    ["other", undefined],
  ]);
});
