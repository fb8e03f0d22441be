import { blocker, type Finding } from "../core/finding.ts";
import { Refused } from "../core/errors.ts";
import type { Plan } from "../core/plan.ts";
import type { ReadContext } from "../playbook/context.ts";
import type { Playbook } from "../playbook/playbook.ts";
import type { Clock } from "../ports/clock.ts";
import type { Engine, SourceFacts } from "../ports/engine.ts";
import { label, type Container, type Mount, type RuntimeReader } from "../ports/runtime.ts";
import { pinTarget } from "./pin-target.ts";
import { targetNames } from "./target-names.ts";

export interface PlanPorts {
  readonly runtime: RuntimeReader;
  readonly engine: Engine;
  readonly playbook: Playbook;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface PlanRequest {
  readonly container: string;
  /** The major the source is said to have; undefined takes what it has. */
  readonly from: string | undefined;
  readonly to: string;
  readonly toImage: string | undefined;
  /** Whether the registry may be asked what it has, where the target image is not here. */
  readonly askRegistry: boolean;
  readonly tool: string;
  /** An absolute path. */
  readonly backup: string | undefined;
  readonly verify: { readonly rows: Plan["verify"]["rows"]; readonly jobs: number | undefined };
  /** Labels for everything the run makes, beside its own. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Unless a person says so, no more sessions read at once than this. */
const mostJobs = 8;

/**
 * Looks, decides, and changes nothing. All checks are made even when one fails, so that a person sees everything that
 * stands in the way at once; the plan carries what they found.
 *
 * @throws Refused where there is not enough to make a plan of: no such container, nothing that can be asked, no volume
 */
export async function makePlan(ports: PlanPorts, request: PlanRequest): Promise<Plan> {
  const container = await findSource(ports, request.container);
  const facts = await ports.engine.look(ports.runtime, container);
  if (isFindings(facts)) throw Refused.because(facts);
  const plan = await compose(ports, request, container, facts);
  const findings: Finding[] = [];
  for (const place of ports.playbook.steps) {
    if (place.phase !== "preflight" || place.step.kind !== "check" || place.step.tries === true) continue;
    findings.push(...(await place.step.check(lookContext(ports, plan))));
  }
  return { ...plan, findings };
}

function isFindings(found: SourceFacts | readonly Finding[]): found is readonly Finding[] {
  return Array.isArray(found);
}

async function findSource({ runtime, engine }: PlanPorts, name: string): Promise<Container> {
  const container = await runtime.findContainer(name);
  if (container === undefined) {
    throw Refused.because([
      blocker("NO-CONTAINER", {
        summary: `There is no container called "${name}"`,
        remedy: "Look at the names with: docker ps -a",
      }),
    ]);
  }
  const image = await runtime.findImage(container.imageId);
  if (!engine.recognises(container, image)) {
    throw Refused.because([
      blocker("OTHER-ENGINE", {
        summary: `Container "${container.name}" does not look like ${engine.title}`,
        detail: `It was made from the image ${container.image}.`,
      }),
    ]);
  }
  if (container.state !== "running") {
    throw Refused.because([
      blocker("NOT-RUNNING", {
        summary: `Container "${container.name}" is ${container.state}, so its server cannot be asked`,
        remedy: `Start it first: docker start ${container.name}`,
      }),
    ]);
  }
  return container;
}

/** The mount that really holds the data: the longest destination the data directory lies in. */
function dataMountOf(container: Container, dataDirectory: string): Mount | undefined {
  const inside = (mount: Mount): boolean =>
    dataDirectory === mount.destination || dataDirectory.startsWith(mount.destination.replace(/\/*$/, "/"));
  return container.mounts.filter(inside).sort((a, b) => b.destination.length - a.destination.length)[0];
}

async function compose(
  { runtime, engine, playbook, clock }: PlanPorts,
  request: PlanRequest,
  container: Container,
  found: SourceFacts,
): Promise<Plan> {
  const mount = dataMountOf(container, found.dataDirectory);
  const volume =
    mount?.volume === undefined || mount.anonymous ? undefined : await runtime.findVolume(mount.volume);
  if (mount === undefined || volume === undefined) throw Refused.because([noVolume(container, mount)]);
  const major = engine.majorOf(request.to) ?? request.to;
  const image = request.toImage ?? engine.targetImage(container.image, request.to);
  if (image === undefined) throw Refused.because([noTargetImage(container, engine, request.to)]);
  const { id, name, host, version, cpus } = await runtime.daemon();
  return {
    format: 1,
    tool: request.tool,
    createdAt: clock.now().toISOString(),
    engine: engine.id,
    from: request.from === undefined ? found.major : (engine.majorOf(request.from) ?? request.from),
    to: major,
    playbook: { name: playbook.name, sha256: playbook.sha256, text: playbook.text },
    daemon: { id, name, host, version },
    source: {
      containerId: container.id,
      container: container.name,
      image: container.image,
      imageId: container.imageId,
      startedAt: container.startedAt,
      restartPolicy: container.restartPolicy,
      volume: volume.name,
      mountedAt: mount.destination,
      version: found.version,
      identity: found.identity,
      sizeBytes: found.sizeBytes,
    },
    target: {
      image,
      ...(await pinTarget(runtime, image, request)),
      major,
      ...targetNames(container.name, volume.name, { suffix: engine.suffix(major), major }),
    },
    backup: request.backup ?? null,
    verify: { rows: request.verify.rows, jobs: request.verify.jobs ?? Math.min(cpus, mostJobs) },
    facts: found.facts,
    findings: [],
    steps: stepsOf(playbook),
    labels: {
      ...request.labels,
      [label.engine]: engine.id,
      [label.from]: found.major,
      [label.to]: major,
      [label.sourceVolume]: volume.name,
    },
  };
}

function stepsOf({ steps }: Playbook): Plan["steps"] {
  return steps.map(({ id, use, step: { title }, kind, phase, needs }) => ({
    id,
    use,
    title,
    kind,
    phase,
    needs,
  }));
}

function noVolume(container: Container, mount: Mount | undefined): Finding {
  const where =
    mount === undefined
      ? "in the container's own writable layer"
      : mount.anonymous
        ? "on a volume without a name"
        : `on a ${mount.type} mount from ${mount.source}`;
  return blocker("DATA-NOT-ON-VOLUME", {
    summary: `The data of "${container.name}" is ${where}, not on a named volume`,
    detail: "This version upgrades databases whose data directory is on a named volume.",
    remedy: "Move the data to a named volume first, with the container stopped.",
  });
}

function noTargetImage(container: Container, engine: Engine, to: string): Finding {
  return blocker("NO-TARGET-IMAGE", {
    summary: `By the image ${container.image} it cannot be told which one to upgrade to`,
    remedy: `Name it with --to-image, for example --to-image ${to.includes(":") ? to : `${engine.id}:${to}`}`,
  });
}

function lookContext(ports: PlanPorts, plan: Plan): ReadContext {
  const none = (): never => {
    throw new Error("dbshift is wrong about itself: a check asked for a step's output while a plan is made");
  };
  return {
    runtime: ports.runtime,
    engine: ports.engine,
    plan,
    run: "plan",
    archive: undefined,
    attempt: 1,
    clock: ports.clock,
    signal: ports.signal,
    outputOf: none,
    findOutputOf: () => undefined,
    files: { read: none },
    labelsFor: none,
    note: () => undefined,
    progress: () => undefined,
  };
}
