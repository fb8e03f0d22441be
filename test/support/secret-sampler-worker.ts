// Looks at the arguments, the environment and the rights of every process of this host, again and again, on a thread of
// its own: a test that waits for something else must not make it blind. See secret-sampler.ts for what it says.
import { readdirSync, readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { Noticed } from "./secret-sampler.ts";

const cores = Object.entries(workerData as Readonly<Record<string, string>>);
const milliseconds = 10;
/** A process is looked at in its first rounds, in which it becomes what it is, and then now and then. */
const [firstRounds, nowAndThen] = [10, 25];

const ages = new Map<number, number>();
const told = new Set<string>();
let rounds = 0;

function tell(noticed: Noticed): void {
  const key = JSON.stringify(noticed);
  if (told.has(key)) return;
  told.add(key);
  parentPort?.postMessage(noticed);
}

function look(pid: number): void {
  const command = read(pid, "cmdline").replaceAll("\0", " ").trim();
  if (command === "") return;
  const container = /[0-9a-f]{64}/.exec(read(pid, "cgroup"))?.[0];
  const from = { pid, command, container };
  for (const where of ["cmdline", "environ"] as const) {
    const text = read(pid, where);
    for (const [place, core] of cores) {
      if (text.includes(core)) tell({ kind: "sighting", place, where, ...from });
    }
  }
  // What starts a container has its rights before it becomes the program.
  if (container === undefined || /^(runc|\/proc\/self\/)/.test(command)) return;
  const status = read(pid, "status");
  const capabilities = /^CapEff:\s*(\w+)$/m.exec(status)?.[1];
  if (capabilities === undefined) return;
  const noNewPrivileges = /^NoNewPrivs:\s*1$/m.test(status);
  tell({ kind: "rights", container, command, capabilities, noNewPrivileges });
}

/** Empty where the process has ended. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, "latin1");
  } catch {
    return "";
  }
}

const timer = setInterval(() => {
  rounds += 1;
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  const there = new Set(pids);
  for (const pid of ages.keys()) if (!there.has(pid)) ages.delete(pid);
  for (const pid of pids) {
    const age = ages.get(pid) ?? 0;
    ages.set(pid, age + 1);
    if (age < firstRounds || (age + pid) % nowAndThen === 0) look(pid);
  }
}, milliseconds);

parentPort?.once("message", () => {
  clearInterval(timer);
  parentPort?.postMessage({ kind: "end", rounds } satisfies Noticed);
});
