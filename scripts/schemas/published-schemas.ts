import { z } from "zod";
import { engines } from "../../src/engines/registry.ts";
import { playbookSchema } from "../../src/playbook/playbook-schema.ts";
import { stepRegistry } from "../../src/playbook/step-registry.ts";
import { planSchema } from "../../src/store/journal-schema.ts";
import { dockerSteps } from "../../src/steps/docker-steps.ts";
import { eventSchema } from "./event-schema.ts";
import { resultSchema } from "./result-schema.ts";

/** The JSON schemas that come with dbshift, by the name of their file below `schemas/`. */
export async function publishedSchemas(): Promise<ReadonlyMap<string, object>> {
  return new Map<string, object>([
    ["plan.schema.json", described(planSchema, "A plan kept by dbshift plan -o, format 1")],
    ["events.schema.json", open(described(eventSchema, "A line of dbshift --events, version 1"))],
    ["result.schema.json", open(described(resultSchema, "What dbshift prints with --json"))],
    ["playbook.schema.json", await playbooks()],
  ]);
}

/** As it is written: what has a default may be left out, and a value nobody can describe may be anything. */
function described(schema: z.ZodType, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return { $schema, title, ...rest };
}

/** A later version may tell more: a reader has to pass over keys it does not know. */
function open(schema: object): object {
  const opened = (key: string, value: unknown): unknown =>
    key === "additionalProperties" && value === false ? undefined : value;
  return JSON.parse(JSON.stringify(schema, opened)) as object;
}

/** With the steps there are, so that an editor can propose them. */
async function playbooks(): Promise<object> {
  const parts = await Promise.all(engines.map((engine) => engine.load({})));
  const known = [...stepRegistry(dockerSteps, ...parts.map(({ steps }) => steps)).keys()].sort();
  const named = (key: string, value: unknown): unknown =>
    key === "use" ? { type: "string", enum: known, description: "Which step it is" } : value;
  return JSON.parse(JSON.stringify(described(playbookSchema, "A playbook of dbshift"), named)) as object;
}
