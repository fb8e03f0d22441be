import { expect, test } from "vitest";
import { helperSpec } from "../../../../src/runtime/docker/helper-spec.ts";
import type { HelperSpec } from "../../../../src/ports/runtime.ts";

const helper: HelperSpec = { name: "h", image: "i", labels: {}, argv: ["sh"], user: "root", mounts: [] };
const hostOf = (more: Partial<HelperSpec>) =>
  helperSpec({ ...helper, ...more }, { Id: "sha256:1" }).HostConfig;

test("a helper has no network, no capability, no way to more of them, and no root to write to", () => {
  expect(hostOf({})).toMatchObject({
    NetworkMode: "none",
    CapDrop: ["ALL"],
    CapAdd: [],
    SecurityOpt: ["no-new-privileges"],
    ReadonlyRootfs: true,
    Tmpfs: { "/tmp": "" },
  });
});

test("one that handles files of others has the capabilities for those alone, and one that writes to its root has none", () => {
  expect(hostOf({ may: ["handle all files"] })).toMatchObject({
    CapAdd: ["CHOWN", "DAC_OVERRIDE", "FOWNER"],
    ReadonlyRootfs: true,
  });
  expect(hostOf({ may: ["write to its root"] })).toMatchObject({ CapAdd: [], ReadonlyRootfs: false });
});
