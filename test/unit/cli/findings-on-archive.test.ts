import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findingsOnArchive } from "../../../src/cli/findings-on-archive.ts";
import type { HeldRun } from "../../../src/cli/open-run.ts";
import { postgresSteps } from "../../../src/engines/postgres/steps.ts";
import { loadPlaybook } from "../../../src/playbook/load-playbook.ts";
import { stepRegistry } from "../../../src/playbook/step-registry.ts";
import { dockerSteps } from "../../../src/steps/docker-steps.ts";

const shipped = readFileSync(new URL("../../../playbooks/postgres-dump.yaml", import.meta.url), "utf8");
const without = shipped.replace(/.*id: archive,.*\n/, "").replace("after: [archive]", "after: [tidy]");

test("an archive is not promised by a run whose playbook keeps none (I1)", async () => {
  expect(without).not.toContain("archive-source");
  const held = {
    playbook: loadPlaybook(without, "own.yaml", stepRegistry(dockerSteps, postgresSteps)),
    progress: { returning: false },
  } as HeldRun;
  await expect(findingsOnArchive(held, "/srv/copies")).rejects.toThrow(/has no step that keeps an archive/);
  await expect(findingsOnArchive(held, undefined)).resolves.toEqual([]);
});
