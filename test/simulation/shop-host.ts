import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";
import { StepError } from "../../src/core/errors.ts";
import { label, type ExecResult, type Image } from "../../src/ports/runtime.ts";
import type { Answers } from "./answers.ts";
import { servedCluster } from "./cluster-of.ts";
import { helperProgram } from "./helper-programs.ts";
import { Host } from "./host.ts";
import { answerFrom, ServerError } from "./model-answers.ts";
import { serverProgram } from "./server-program.ts";
import { ServerSession } from "./server-session.ts";
import type { Inside, Looks } from "./simulated-runtime.ts";
import type { SimulatedContainer, World } from "./world.ts";

const fixture = new URL("../fixtures/simulation/answers.json", import.meta.url);

export const recorded = JSON.parse(readFileSync(fixture, "utf8")) as Answers;

const images = new Map(
  Object.entries(recorded.images).map(([major, { environment, ...image }]): [string, Image] => [
    `postgres:${major}`,
    { ...image, environment: new Map(Object.entries(environment)), labels: {}, digests: [] },
  ]),
);

/** A machine with PostgreSQL's images, whose containers do what those of a run and of its user do. */
export function shopHost(world: World): Host {
  return new Host(world, {
    images,
    programOf: (_, container) => {
      const known = helperProgram(container, recorded);
      if (known !== undefined) return known;
      const ofOurs = container.labels[label.run] !== undefined && container.entrypoint !== undefined;
      if (ofOurs) world.violations.push(`model: nobody knows what ${container.name} does`);
      return serverProgram;
    },
  });
}

export const shopInside: Inside = { look, dial };

function dial(host: Host, container: SimulatedContainer): Duplex {
  if (container.server === undefined) throw new StepError({ summary: "No connection to port 5432" });
  const { startedAt } = container;
  let database = "";
  let session = "";
  return new ServerSession({
    login: (parameters) => {
      database = parameters["database"] ?? "";
      const cluster = servedCluster(host, container);
      if (cluster === undefined) throw new ServerError("57P03", "the database system is starting up");
      const always = ["template1", ...(cluster.halfMade ? [] : ["postgres"])];
      const open = always.includes(database) || cluster.databases[database];
      if (open === undefined) throw new ServerError("3D000", `database "${database}" does not exist`);
      if (!open) {
        throw new ServerError("55000", `database "${database}" is not currently accepting connections`);
      }
      if (container.server?.rules.includes("127.0.0.1/32 trust") !== true) {
        throw new ServerError("28000", "pg_hba.conf rejects connection");
      }
      session = `${parameters["application_name"] ?? ""} ${host.stamp()}`;
      container.server.sessions.push(session);
    },
    ended: () => {
      const { server } = container;
      if (server !== undefined) server.sessions = server.sessions.filter((each) => each !== session);
    },
    answer: (sql, parameters) => {
      if (container.startedAt !== startedAt) throw new ServerError("57P01", "terminating connection");
      return answerFrom(recorded, { host, container, database, session }, sql, parameters);
    },
  });
}

const ok = (stdout: string, exitCode = 0): ExecResult => ({ exitCode, stdout, stderr: "" });

const programs: Readonly<Record<string, Looks>> = {
  test: (host, container, [, how, path = ""]) => {
    const text = host.read(container, path);
    return ok("", text === undefined || (how === "-s" && text === "") ? 1 : 0);
  },
  cat: (host, container, [, path = ""]) => {
    const text = host.read(container, path);
    return ok(text ?? "", text === undefined ? 1 : 0);
  },
  sha256sum: (host, container, [, path = ""]) => {
    const text = host.read(container, path);
    if (text === undefined) return ok("", 1);
    return ok(`${createHash("sha256").update(text).digest("hex")}  ${path}\n`);
  },
  stat: (host, container, argv) => {
    const text = host.read(container, argv.at(-1) ?? "");
    return ok(`${String(text?.length ?? 0)}\n`, text === undefined ? 1 : 0);
  },
  readlink: () => ok("", 1),
  df: () =>
    ok(
      "Filesystem     1024-blocks     Used Available Capacity Mounted on\n" +
        "/dev/sda1        264212084 26381884  80009028      25% /data\n",
    ),
};

function look(...given: Parameters<Looks>): ExecResult | undefined {
  const [host, container, [program = ""]] = given;
  const known = Object.hasOwn(programs, program) ? programs[program] : undefined;
  if (known !== undefined) return known(...given);
  host.world.violations.push(`model: nobody knows what ${program} prints in ${container.name}`);
  return ok("", 127);
}
