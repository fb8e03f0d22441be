import type { Step } from "../playbook/define-step.ts";
import type { Engine } from "../ports/engine.ts";

/** What one engine brings: itself, and the steps its playbooks may use. */
export interface EngineParts {
  readonly engine: Engine;
  readonly steps: readonly Step[];
}

export interface EngineWishes {
  /** Asks a person for a password; absent where nobody can be asked. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
}

/** An engine as the command line knows it before it is needed; loading it brings its database driver in. */
export interface EngineEntry {
  readonly id: string;
  readonly title: string;
  /** Two of its versions, to show how a pair is written. */
  readonly example: { readonly from: string; readonly to: string };
  load(wishes: EngineWishes): Promise<EngineParts>;
}

/** A new engine is a folder, a playbook, and an entry here. */
export const engines: readonly EngineEntry[] = [
  {
    id: "postgres",
    title: "PostgreSQL",
    example: { from: "15", to: "16" },
    load: async (wishes) => {
      const { postgresEngine } = await import("./postgres/engine.ts");
      const { postgresSteps } = await import("./postgres/steps.ts");
      return { engine: postgresEngine(wishes), steps: postgresSteps };
    },
  },
  {
    id: "redis",
    title: "Redis",
    example: { from: "7", to: "8" },
    load: async (wishes) => {
      const { redisEngine } = await import("./redis/engine.ts");
      const { redisSteps } = await import("./redis/steps.ts");
      return { engine: redisEngine(wishes), steps: redisSteps };
    },
  },
];
