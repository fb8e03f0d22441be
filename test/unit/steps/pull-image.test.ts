import { expect, test } from "vitest";
import { Refused, StepError } from "../../../src/core/errors.ts";
import type { WriteContext } from "../../../src/playbook/context.ts";
import { pullImage } from "../../../src/steps/pull-image.ts";

interface Registry {
  /** The image that is here, with its digest. */
  readonly here?: readonly [id: string, digest: string];
  /** What a pull brings. */
  readonly has?: readonly [id: string, digest: string];
  readonly planned: { readonly imageId: string | null; readonly digest: string | null };
}

function contextOver({ here, has, planned }: Registry): { ctx: WriteContext; pulled: () => number } {
  let now = here;
  let pulls = 0;
  const runtime = {
    findImage: () => Promise.resolve(now && { id: now[0], digests: [`r/postgres@${now[1]}`] }),
    pullImage: () => {
      pulls += 1;
      if (has === undefined) return Promise.reject(new StepError({ summary: "no such image" }));
      now = has;
      return Promise.resolve(has[0]);
    },
  };
  const plan = { target: { image: "r/postgres:16", ...planned } };
  const { signal } = new AbortController();
  return {
    ctx: { runtime, plan, signal, progress: () => undefined } as unknown as WriteContext,
    pulled: () => pulls,
  };
}

const nothing = { imageId: null, digest: null };

test("the planned image that is here is taken, and nothing is pulled", async () => {
  const { ctx } = contextOver({ here: ["a", "sha256:1"], planned: { imageId: "a", digest: null } });
  expect(await pullImage.probe(ctx)).toEqual({ state: "present", output: { imageId: "a" } });
});

test("a tag that was moved here since the plan is refused with both ids, and nothing is pulled", async () => {
  const { ctx, pulled } = contextOver({
    here: ["b", "sha256:2"],
    planned: { imageId: "a", digest: "sha256:1" },
  });
  expect(await pullImage.probe(ctx)).toEqual({ state: "absent" });
  const refusal = (await pullImage.apply(ctx).catch((error: unknown) => error)) as Refused;
  expect(refusal).toBeInstanceOf(Refused);
  expect(refusal.findings).toMatchObject([
    { code: "DRIFT", detail: "It was a, sha256:1 of its registry and is b, sha256:2 of its registry now." },
  ]);
  expect(pulled()).toBe(0);
});

test("what is pulled has to be what its registry had when the plan was made", async () => {
  const planned = { imageId: null, digest: "sha256:1" };
  const same = contextOver({ has: ["a", "sha256:1"], planned });
  expect(await pullImage.apply(same.ctx)).toEqual({ imageId: "a" });
  const moved = contextOver({ has: ["b", "sha256:2"], planned });
  await expect(pullImage.apply(moved.ctx)).rejects.toMatchObject({ findings: [{ code: "DRIFT" }] });
});

test("where the plan could not tell, what comes is taken; what does not come is refused", async () => {
  const { ctx } = contextOver({ has: ["a", "sha256:1"], planned: nothing });
  expect(await pullImage.apply(ctx)).toEqual({ imageId: "a" });
  const none = contextOver({ planned: nothing });
  await expect(pullImage.apply(none.ctx)).rejects.toMatchObject({ findings: [{ code: "IMAGE-NOT-PULLED" }] });
});
