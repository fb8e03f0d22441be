import { describe, expect, test } from "vitest";
import { keepsPin, pinOf, pinText, type TargetPin } from "../../../src/core/target-pin.ts";

const pin = (imageId: string | null, digest: string | null): TargetPin => ({ imageId, digest });

describe("what was planned is kept", () => {
  test.each([
    ["by the image that is here", pin("a", null), pin("a", null)],
    ["by the image that is here, whatever registries say", pin("a", "sha256:1"), pin("a", "sha256:2")],
    ["by what the registry had, once it was pulled", pin(null, "sha256:1"), pin("a", "sha256:1")],
    ["by what the registry has, once it was removed here", pin("a", "sha256:1"), pin(null, "sha256:1")],
    ["by anything, where nothing was known", pin(null, null), pin("a", "sha256:1")],
  ])("%s", (_, planned, found) => {
    expect(keepsPin(planned, found)).toBe(true);
  });

  test.each([
    ["by another image", pin("a", "sha256:1"), pin("b", "sha256:1")],
    ["by another digest", pin(null, "sha256:1"), pin("a", "sha256:2")],
    ["by an image no registry is known for", pin(null, "sha256:1"), pin("a", null)],
    ["by a registry that no longer tells", pin(null, "sha256:1"), pin(null, null)],
    ["by what a registry has, where the image was built here", pin("a", null), pin(null, "sha256:1")],
  ])("but not %s", (_, planned, found) => {
    expect(keepsPin(planned, found)).toBe(false);
  });
});

test.each([
  ["postgres:16", "sha256:1"],
  ["docker.io/library/postgres:16", "sha256:1"],
  ["host:5000/team/postgres", "sha256:2"],
  ["host:5000/team/postgres@sha256:2", "sha256:2"],
  ["other/postgres:16", null],
])("of %s an image has the digest of that very repository", (reference, digest) => {
  const digests = ["host:5000/team/postgres@sha256:2", "postgres@sha256:1"];
  expect(pinOf({ id: "a", digests }, reference)).toEqual(pin("a", digest));
});

test("a pin is told with all that is known of it", () => {
  expect([pin("a", null), pin("a", "b"), pin(null, "b"), pin(null, null)].map(pinText)).toEqual([
    "a",
    "a, b of its registry",
    "b of its registry",
    "not here, and not known",
  ]);
});
