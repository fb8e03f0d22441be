import { asSentences } from "../../core/as-sentences.ts";
import { RuntimeUnreachable } from "../../core/errors.ts";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { engines, type EngineParts } from "../../engines/registry.ts";
import type { DoctorReport, HostCheck } from "../../report/doctor-report.ts";
import { doctorText } from "../../report/doctor-text.ts";
import { searchVolumes } from "../../runner/search-volumes.ts";
import { connectDocker, type Docker } from "../compose-run.ts";
import { examineContainers } from "../examine-containers.ts";
import { examineDocker, examineImages, examineThisSide } from "../examine-host.ts";
import { findPlaybook } from "../find-playbook.ts";
import { interruptibly } from "../interruptibly.ts";
import type { DoctorOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { systemClock } from "../system-clock.ts";

/**
 * What this host has and lacks for an upgrade, which of its databases would be refused, and which volumes hold one that
 * nobody thinks of. Whatever it finds, it ends with 0 once it has looked; with 69 where Docker does not answer.
 */
export async function doctor(options: DoctorOptions, output: Output): Promise<ExitCode> {
  const here = await examineThisSide(options);
  const docker = await connectDocker(options).catch((error: unknown) => {
    if (!(error instanceof RuntimeUnreachable)) throw error;
    return error;
  });
  const down = docker instanceof RuntimeUnreachable;
  const report = down
    ? { host: [unreachable(docker), ...here], ...nothing }
    : await examineAll(docker, here, options, output);
  const exit = down ? exitCodes.dockerUnreachable : exitCodes.done;
  output.print(doctorText(report, output.paintResults));
  output.printJson({ ok: !down, ...report, exit });
  return exit;
}

const nothing = { containers: [], volumes: [], volumesRead: 0, unread: [] };

function unreachable({ message, detail, next }: RuntimeUnreachable): HostCheck {
  const text = asSentences([message, ...detail]);
  const [remedy] = next;
  return { name: "Docker", state: "lacks", text, ...(remedy !== undefined && { remedy }) };
}

async function examineAll(
  docker: Docker,
  here: readonly HostCheck[],
  options: DoctorOptions,
  output: Output,
): Promise<DoctorReport> {
  const host = await examineDocker(docker.runtime, options);
  const parts = await Promise.all(engines.map((entry) => entry.load({})));
  const reports: Omit<DoctorReport, "host">[] = [];
  for (const each of parts) {
    host.push(await examineImages(docker.runtime, each.engine));
    reports.push(await examineEngine(docker, each, options, output));
  }
  return {
    host: [...host, ...here],
    containers: reports.flatMap(({ containers }) => containers),
    volumes: reports.flatMap(({ volumes }) => volumes),
    volumesRead: Math.max(...reports.map(({ volumesRead }) => volumesRead)),
    unread: reports.flatMap(({ unread }) => unread),
  };
}

async function examineEngine(
  { runtime }: Docker,
  parts: EngineParts,
  options: DoctorOptions,
  output: Output,
): Promise<Omit<DoctorReport, "host">> {
  const { engine } = parts;
  const containers = await examineContainers({ ...parts, runtime, playbook: findPlaybook(parts, {}) });
  const labels = options.label ?? {};
  const { read, clusters, unread } = await interruptibly(
    (signal) => searchVolumes({ runtime, engine, clock: systemClock, labels, signal }),
    (how) => {
      output.insist(how === "orderly" ? "interrupted: removing what was made to look" : "stopping at once");
    },
  );
  const volumes = clusters.map((cluster) => ({ engine: engine.title, ...cluster }));
  return { containers, volumes, volumesRead: read, unread };
}
