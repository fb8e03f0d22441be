import { Host, type Program } from "../../simulation/host.ts";
import type { SimulatedContainer, World } from "../../simulation/world.ts";

const empty: World = {
  now: Date.UTC(2026, 0, 1),
  made: 0,
  containers: {},
  volumes: {},
  networks: { "net-bridge": "bridge" },
  due: [],
  journals: {},
  files: {},
  client: { next: 1, acknowledged: {}, served: [] },
  violations: [],
};

/** A host whose containers do what the contract's tests have them do, as far as an engine sees of it. */
export function playedHost(): Host {
  const image = {
    id: "sha256:played",
    environment: new Map<string, string>(),
    entrypoint: [],
    command: ["serve"],
    volumes: ["/data"],
    labels: {},
    digests: [],
  };
  return new Host(structuredClone(empty), { images: new Map([["played:1", image]]), programOf });
}

function programOf(_: Host, container: SimulatedContainer): Program {
  const [script = ""] = container.command?.slice(1) ?? [];
  if (container.entrypoint === undefined) return program({ prints: "serving\n", ignores: /^(?!SIGINT)/ });
  const [name] = container.entrypoint;
  if (name?.startsWith("/no/such") === true) return { ...program({}), missing: "no such file or directory" };
  if (name === "true") return program({ ends: 0 });
  if (name === "sleep") return program({ ignores: /./ });
  if (script.includes("trap ''")) return program({ prints: "up\n", ignores: /INT|TERM/ });
  if (script.startsWith("exit")) return program({ ends: Number(script.slice(5)) });
  if (script.startsWith("yes")) return program({ prints: "123456789012345\n".repeat(70_000), ends: 0 });
  if (script.startsWith("for each")) {
    const words = container.command?.slice(3) ?? [];
    return program({ prints: words.map((word) => `${word}|`).join(""), ends: 0 });
  }
  if (script.startsWith("printf")) {
    return program({ prints: "one\ntwo\u001b[31m\n", complains: "three\n", ends: 0 });
  }
  return program({ prints: "x\n", ends: 0 });
}

interface Played {
  readonly prints?: string;
  readonly complains?: string;
  readonly ends?: number;
  readonly ignores?: RegExp;
}

function program({ prints = "", complains = "", ends, ignores }: Played): Program {
  return {
    stages: [
      {
        after: 0,
        run: (_, container) => {
          container.stdout += prints;
          container.stderr += complains;
          return undefined;
        },
      },
      ...(ends === undefined ? [] : [{ after: 10, run: () => ends }]),
    ],
    onSignal: (_, signal) => (ignores?.test(signal) === true ? undefined : { code: 0, after: 10 }),
  };
}
