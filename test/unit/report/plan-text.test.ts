import { expect, test } from "vitest";
import { blocker, info, warning } from "../../../src/core/finding.ts";
import type { Plan } from "../../../src/core/plan.ts";
import { planText } from "../../../src/report/plan-text.ts";
import { expectGolden, widest } from "./golden.ts";
import { samplePlan } from "./sample-run.ts";

const findings = [
  info("PG-SPACE", { summary: "560 MiB are needed, 77671 MiB are free" }),
  warning("PG-HBA", {
    summary: "pg_hba.conf trusts everyone",
    remedy: "Look at it:\n    docker exec shop-db cat …",
  }),
  blocker("PG-EXTENSION", {
    summary:
      'The target image does not have the extension "postgis", which the database "shop" uses in version 3.3',
    detail: "It is not in pg_available_extensions.",
    remedy: "Name an image that has it with --to-image.",
  }),
];

test("the plan reads as a person needs it before saying yes", async () => {
  const text = planText({ ...samplePlan, findings }, "PostgreSQL");
  await expectGolden("plan", text);
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test("I15: names from outside cannot paint on the terminal", () => {
  const source = { ...samplePlan.source, container: "a\u001b[2Jb", image: "x\u009b1my" };
  const plan: Plan = { ...samplePlan, source, findings: [blocker("X", { summary: "no\u001b[8m" })] };
  expect(planText(plan, "PostgreSQL")).not.toMatch(/[\u001b\u009b]/);
});

test("a dump that is to be kept is among the changes", () => {
  expect(planText(samplePlan, "PostgreSQL")).not.toContain("the dump, compressed");
  const kept = planText({ ...samplePlan, backup: "/srv/copies" }, "PostgreSQL");
  expect(kept).toContain("    + file       the dump, compressed, in /srv/copies\n");
});
