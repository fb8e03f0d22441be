import { mkdir, writeFile } from "node:fs/promises";
import { publishedSchemas } from "./schemas/published-schemas.ts";

// Writes schemas/ anew from what the code reads and prints; a test compares them.
const directory = new URL("../schemas/", import.meta.url);
await mkdir(directory, { recursive: true });
for (const [name, schema] of await publishedSchemas()) {
  await writeFile(new URL(name, directory), `${JSON.stringify(schema, null, 2)}\n`);
  console.log(`schemas/${name}`);
}
