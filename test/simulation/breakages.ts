import type { Json } from "../../src/core/plan.ts";
import type { CompensableStep, EffectStep } from "../../src/playbook/define-step.ts";
import type { Playbook } from "../../src/playbook/playbook.ts";
import type { Journal } from "../../src/ports/journal-store.ts";
import type { Runtime } from "../../src/ports/runtime.ts";
import { gateRules } from "../../src/engines/postgres/gate.ts";
import { actCampaign, deathCampaign } from "./single-faults.ts";
import type { Campaign } from "./campaign.ts";
import type { ToolParts } from "./tool.ts";

/** dbshift with something wrong in it that a person might write. */
export interface Breakage {
  readonly what: string;
  readonly broken: (parts: ToolParts) => ToolParts;
  /** Faults that bring it to light, and where they fall; at some of all points where that is not said. */
  readonly at?: RegExp;
  readonly campaign: (campaign: Campaign) => Promise<void>;
  /** What is seen of it then. */
  readonly shows: RegExp;
}

export const breakages: readonly Breakage[] = [
  {
    what: "an intent is on disk only with the record that follows it",
    broken: (parts) => ({ ...parts, journal: lateIntents }),
    at: /^(create|rename|connect) /,
    campaign: deathCampaign,
    shows: /^I(6|7|9)/,
  },
  {
    what: "a step is called done before the source has stopped",
    broken: swapped("docker/stop-source", (step) => ({
      apply: async (ctx) => {
        const output = await step.probe(ctx);
        void ctx.runtime.stop(ctx.plan.source.containerId, 60, "SIGINT").catch(() => undefined);
        return output.state === "present" ? output.output : { attachments: [] };
      },
    })),
    at: /^(stop shop|step.succeeded (stop|isolate))/,
    campaign: deathCampaign,
    shows: /^I/,
  },
  {
    what: "a volume that exists is taken for the one that was asked for",
    broken: wrapped((runtime) => ({
      ...runtime,
      createVolume: (name, labels) => runtime.createVolume(name, labels).catch(() => undefined),
    })),
    at: /^step.started (work|clients)/,
    campaign: (campaign) => actCampaign(campaign, ["somebody takes the name of the target volume"]),
    shows: /^I(6|9|10)/,
  },
  {
    what: "the stopped source can be started",
    broken: swapped("docker/isolate-source", () => ({
      probe: () => Promise.resolve({ state: "present", output: {} }),
    })),
    at: /^step.started (dump|restore)/,
    campaign: (campaign) => actCampaign(campaign, ["somebody starts the source"]),
    shows: /^I4: .* serve from shop-data at once/,
  },
  {
    what: "the gate is left open while the target is filled",
    broken: wrapped((runtime) => ({
      ...runtime,
      replaceFile: async (id, path, content) => {
        if (content !== gateRules) await runtime.replaceFile(id, path, content);
      },
    })),
    at: /^(start|step.started examine)/,
    campaign: deathCampaign,
    shows: /^I[24]/,
  },
  {
    what: "an open gate is taken for a closed one",
    broken: swapped("postgres/open-gate", () => ({
      probe: () => Promise.resolve({ state: "absent" }),
    })),
    at: /^(replace pg_hba\.conf|select pg_reload_conf)/,
    campaign: deathCampaign,
    shows: /^I[24]/,
  },
  {
    what: "the source gets its restart policy back by nobody",
    broken: swapped("docker/disable-restart", () => ({ compensate: () => Promise.resolve() })),
    at: /^step.started (stop|fence|dump)/,
    campaign: deathCampaign,
    shows: /^I7: the source/,
  },
  {
    what: "helpers are left behind",
    broken: swapped("docker/remove-helpers", () => ({
      apply: () => Promise.resolve({}),
      probe: () => Promise.resolve({ state: "present", output: {} }),
    })),
    at: /^step.(started|adopted) tidy/,
    campaign: deathCampaign,
    shows: /^I9/,
  },
];

type Swap = (step: EffectStep) => Partial<Pick<CompensableStep<Json>, "probe" | "apply" | "compensate">>;

/** One step of the playbook is another. */
function swapped(use: string, swap: Swap): Breakage["broken"] {
  const places = (steps: Playbook["steps"]): Playbook["steps"] =>
    steps.map((place) =>
      place.use === use && place.step.kind !== "check"
        ? { ...place, step: { ...place.step, ...swap(place.step) } as EffectStep }
        : place,
    );
  return (parts) => ({
    ...parts,
    playbook: {
      ...parts.playbook,
      steps: places(parts.playbook.steps),
      returnSteps: places(parts.playbook.returnSteps),
    },
  });
}

function wrapped(wrap: (runtime: Runtime) => Runtime): Breakage["broken"] {
  return (parts) => ({ ...parts, runtime: (host) => wrap(parts.runtime(host)) });
}

function lateIntents(journal: Journal): Journal {
  const waiting: Parameters<Journal["append"]>[0][] = [];
  const unwritten: Journal["entries"][number][] = [];
  return {
    get entries() {
      return [...journal.entries, ...unwritten];
    },
    path: journal.path,
    async append(record) {
      if (record.type === "step.started") {
        waiting.push(record);
        const seq = journal.entries.length + waiting.length;
        const entry = { seq, at: "2026-01-01T00:00:00.000Z", ...record };
        unwritten.push(entry);
        return entry;
      }
      for (const late of waiting.splice(0)) await journal.append(late);
      unwritten.splice(0);
      return journal.append(record);
    },
    close: () => journal.close(),
  };
}
