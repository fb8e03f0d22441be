import { Refused, UsageError } from "../../core/errors.ts";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { blocker, type Finding } from "../../core/finding.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { Engine } from "../../ports/engine.ts";
import { label, type PublishedPort, type Runtime } from "../../ports/runtime.ts";
import { foldText } from "../../report/fold-text.ts";
import { printable } from "../../report/printable.ts";
import { timeText } from "../../report/time-text.ts";
import { readSafetyCopy, type KeptCopy } from "../../store/safety-copies.ts";
import { connectDocker, loadEngine } from "../compose-run.ts";
import { interruptibly } from "../interruptibly.ts";
import type { RestoreOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { runId } from "../run-id.ts";
import { startCopy } from "../start-copy.ts";
import { systemClock } from "../system-clock.ts";

/** Starts a new container from a copy outside Docker. Touches nothing that is there. */
export async function restore(file: string, options: RestoreOptions, output: Output): Promise<ExitCode> {
  const kept = await readSafetyCopy(file);
  const { engine } = await loadEngine(kept.copy.engine, output);
  const { runtime } = await connectDocker(options);
  const name = options.name ?? `${kept.copy.container}.restored`;
  const volume = `${name}-data`;
  const ports = options.publish === undefined ? [] : [portFrom(options.publish, engine)];
  const findings = await standsInTheWay(runtime, kept, name, volume);
  if (findings.length > 0) throw Refused.because(findings);
  const id = runId(systemClock.now());
  const note = (text: string): void => {
    output.say(`  › ${printable(text)}`);
  };
  note(`restoring ${kept.name} of ${timeText(kept.copy.createdAt)}`);
  const labels = { ...options.label, [label.run]: id };
  const start = async (signal: AbortSignal): Promise<string> => {
    const image = await presentImage(runtime, options.image ?? kept.copy.image, signal);
    const work = { runtime, clock: systemClock, signal, ...kept, image, volume, id, labels, note };
    return startCopy(engine, { work, name, ports });
  };
  const container = await interruptibly(start, (how) => {
    output.insist(how === "orderly" ? "interrupted: removing what was made" : "stopping at once");
  });
  output.say(doneText(kept, { name, volume, ports }, engine));
  const exit = exitCodes.done;
  output.printJson({ ok: true, container: { id: container, name }, volume, exit });
  return exit;
}

async function standsInTheWay(
  runtime: Runtime,
  { directory }: KeptCopy,
  name: string,
  volume: string,
): Promise<Finding[]> {
  const found: Finding[] = [];
  if ((await runtime.lookAtDirectory(directory)) === undefined) {
    const summary = `The Docker engine runs on another host, and ${directory} is on this one`;
    found.push(
      blocker("COPY-REMOTE", { summary, remedy: "Bring the two files to the host of the engine first." }),
    );
  }
  if ((await runtime.findContainer(name)) !== undefined) {
    const summary = `A container called "${name}" exists already`;
    found.push(blocker("NAME-TAKEN", { summary, remedy: "Name the new one with --name." }));
  }
  if ((await runtime.findVolume(volume)) !== undefined) {
    const summary = `A volume called "${volume}" exists already`;
    found.push(blocker("VOLUME-TAKEN", { summary, remedy: "Name the new container with --name." }));
  }
  return found;
}

async function presentImage(runtime: Runtime, reference: string, signal: AbortSignal): Promise<string> {
  const found = await runtime.findImage(reference);
  return found?.id ?? runtime.pullImage(reference, () => undefined, signal);
}

function portFrom(text: string, { port }: Engine): PublishedPort {
  const [, hostIp = "", hostPort = ""] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  if (hostPort === "" || Number(hostPort) > 65535) {
    throw new UsageError({
      summary: `"${text}" is no port to publish on`,
      detail: ["It is written as 5433 or 127.0.0.1:5433."],
    });
  }
  return { containerPort: `${String(port)}/tcp`, hostIp, hostPort };
}

interface Made {
  readonly name: string;
  readonly volume: string;
  readonly ports: readonly PublishedPort[];
}

function doneText({ copy }: KeptCopy, { name, volume, ports }: Made, engine: Engine): string {
  const [port] = ports;
  const where = port === undefined ? "It publishes no port." : `It is published on port ${port.hostPort}.`;
  const lacks =
    copy.kind === "dump"
      ? ["A dump carries data and roles, not settings and access rules: those are a new server's."]
      : [];
  return [
    "",
    ...foldText(
      `Restored: container ${printable(name)} serves what ${printable(copy.container)} held on ${timeText(copy.createdAt)}`,
    ),
    "",
    ...foldText(`Its data is on the volume ${printable(volume)}. ${where} No restart policy is set.`),
    ...lacks.flatMap((text) => foldText(text)),
    "",
    "To look into it:",
    `    docker exec -it ${shellWord(name)} ${engine.clientFor(copy).map(shellWord).join(" ")}`,
    "",
    "To remove it:",
    `    docker rm --force ${shellWord(name)} && docker volume rm ${shellWord(volume)}`,
  ].join("\n");
}
