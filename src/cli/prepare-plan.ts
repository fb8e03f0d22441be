import { resolve } from "node:path";
import type { Pair } from "../core/pair.ts";
import type { Plan } from "../core/plan.ts";
import type { EngineParts } from "../engines/registry.ts";
import type { Playbook } from "../playbook/playbook.ts";
import type { RuntimeReader } from "../ports/runtime.ts";
import { makePlan, type PlanRequest } from "../runner/make-plan.ts";
import { assertKeepsDump } from "./assert-keeps-dump.ts";
import { assertKnownVersions } from "./assert-known-versions.ts";
import { assertNotDriven } from "./assert-not-driven.ts";
import { commandWords } from "./command-for.ts";
import { connectDocker, loadEngine, loadMuteEngine, type Docker } from "./compose-run.ts";
import { findingsOnEarlierRuns } from "./findings-on-earlier-runs.ts";
import { findContainer } from "./find-container.ts";
import { findPlaybook } from "./find-playbook.ts";
import { isInteractive } from "./interactive.ts";
import type { CommonOptions, PlanOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { systemClock } from "./system-clock.ts";
import { terminalPrompter } from "./terminal-prompter.ts";
import { wholeName } from "./whole-name.ts";
import { toolVersion } from "./tool-version.ts";

export interface Wanted {
  readonly engine: string;
  readonly pair: Pair;
  readonly container: string | undefined;
  /** The command as it is typed with a container, for where none was named. */
  readonly typed: (container: string) => string;
}

/** A plan, and everything it was made with. */
export interface Prepared {
  readonly parts: EngineParts;
  readonly playbook: Playbook;
  readonly docker: Docker;
  readonly container: string;
  readonly plan: Plan;
  /** Looks again and makes the plan anew. */
  again(): Promise<Plan>;
}

/** Looks at everything and makes the plan; changes nothing. */
export async function preparePlan(wanted: Wanted, options: PlanOptions, output: Output): Promise<Prepared> {
  const { pair } = wanted;
  const parts = await loadEngine(wanted.engine, output);
  assertKnownVersions(parts.engine, pair);
  const playbook = findPlaybook(parts, { file: options.playbook, strategy: options.strategy, pair });
  assertKeepsDump(playbook, options.backup);
  const docker = await connectDocker(options);
  const container =
    wanted.container === undefined
      ? await chosenContainer(wanted, docker.runtime, output)
      : await wholeName(docker.runtime, wanted.container);
  await assertNotDriven(docker, container);
  const look = lookFor(
    { docker, parts, playbook },
    {
      container,
      from: pair.from,
      to: pair.to,
      toImage: options.toImage,
      backup: options.backup === undefined ? undefined : resolve(options.backup),
      verify: { rows: options.verify ?? "content", jobs: options.jobs },
      labels: options.label ?? {},
    },
    {
      options,
      askedBy: ({ from, to, source }) =>
        commandWords({ verb: wanted.engine, pair: { from, to }, container: source.container }, options),
    },
  );
  return { parts, playbook, docker, container, plan: await look(), again: look };
}

async function chosenContainer(
  { engine: id, pair, typed }: Wanted,
  runtime: RuntimeReader,
  output: Output,
): Promise<string> {
  const { engine } = await loadMuteEngine(id);
  const prompter = terminalPrompter(isInteractive(output));
  return findContainer({ runtime, engine, pair, prompter, typed });
}

interface Asking {
  readonly options: CommonOptions;
  /** The words that ask for a plan again. */
  readonly askedBy: (plan: Plan) => readonly string[];
}

/** Looking at everything and making the plan, as often as it is called; it says by which words it was asked for. */
export function lookFor(
  { docker, parts, playbook }: Pick<Prepared, "docker" | "parts" | "playbook">,
  request: Omit<PlanRequest, "tool" | "askRegistry">,
  { options, askedBy }: Asking,
): () => Promise<Plan> {
  const { signal } = new AbortController();
  const ports = { runtime: docker.runtime, engine: parts.engine, playbook, clock: systemClock, signal };
  return async () => {
    const plan = await makePlan(ports, { ...request, askRegistry: true, tool: toolVersion() });
    const earlier = await findingsOnEarlierRuns(plan, options);
    return { ...plan, asked: askedBy(plan), findings: [...plan.findings, ...earlier] };
  };
}
