import { DbshiftError, messageOf, Refused } from "../core/errors.ts";
import { blocker, type Finding } from "../core/finding.ts";
import type { EngineParts } from "../engines/registry.ts";
import type { Playbook } from "../playbook/playbook.ts";
import type { Container, RuntimeReader } from "../ports/runtime.ts";
import type { ExaminedContainer } from "../report/doctor-report.ts";
import { makePlan } from "../runner/make-plan.ts";
import { listDatabases } from "./list-databases.ts";
import { systemClock } from "./system-clock.ts";
import { toolVersion } from "./tool-version.ts";

interface Examination extends EngineParts {
  readonly runtime: RuntimeReader;
  readonly playbook: Playbook;
}

/** The databases of this engine, each with what a plan to the next major finds. Nobody is asked for a password. */
export async function examineContainers(examination: Examination): Promise<readonly ExaminedContainer[]> {
  const { runtime, engine } = examination;
  const examined: ExaminedContainer[] = [];
  for (const container of await listDatabases(runtime, engine)) {
    examined.push(await examine(examination, container));
  }
  return examined;
}

type Seen = Pick<ExaminedContainer, "version" | "sizeBytes" | "to" | "findings">;

async function examine(examination: Examination, container: Container): Promise<ExaminedContainer> {
  const { name, image, state } = container;
  const known = { container: name, engine: examination.engine.id, image, state };
  try {
    return { ...known, ...(await seenIn(examination, container)) };
  } catch (error) {
    return { ...known, ...unasked([notExamined(error)]) };
  }
}

function unasked(findings: readonly Finding[]): Seen {
  return { version: null, sizeBytes: null, to: null, findings };
}

async function seenIn(examination: Examination, container: Container): Promise<Seen> {
  const { runtime, engine } = examination;
  if (container.state !== "running") return unasked(await findingsOn(examination, container, ""));
  const facts = await engine.look(runtime, container);
  if (!("major" in facts)) return unasked(facts);
  const to = engine.nextMajor(facts.major);
  const findings = await findingsOn(examination, container, to);
  return { version: facts.version, sizeBytes: facts.sizeBytes, to, findings };
}

async function findingsOn(
  { runtime, engine, playbook }: Examination,
  { name }: Container,
  to: string,
): Promise<readonly Finding[]> {
  const { signal } = new AbortController();
  const [from, toImage, backup] = [undefined, undefined, undefined];
  const request = {
    container: name,
    from,
    to,
    toImage,
    backup,
    verify: { rows: "content", jobs: undefined } as const,
    askRegistry: false,
    tool: toolVersion(),
    labels: {},
  };
  try {
    return (await makePlan({ runtime, engine, playbook, clock: systemClock, signal }, request)).findings;
  } catch (error) {
    if (error instanceof Refused) return error.findings;
    throw error;
  }
}

function notExamined(error: unknown): Finding {
  const detail = error instanceof DbshiftError ? error.detail.join("\n") : "";
  return blocker("NOT-EXAMINED", { summary: messageOf(error), ...(detail !== "" && { detail }) });
}
