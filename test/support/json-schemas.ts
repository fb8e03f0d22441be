import { readFileSync } from "node:fs";
import { z } from "zod";

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

/** Checks values against a JSON schema that comes with dbshift, as it lies in `schemas/`; nothing where they keep to it. */
export function againstSchema(name: "plan" | "events" | "result" | "playbook"): (value: unknown) => string {
  const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, "utf8")) as JsonSchema);
  return (value) => {
    const { error } = schema.safeParse(value);
    return error === undefined ? "" : z.prettifyError(error);
  };
}
