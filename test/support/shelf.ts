import { fileURLToPath } from "node:url";
import { docker } from "./containers.ts";

const files = ["shelf.control", "shelf--1.0.sql", "shelf--1.0--1.1.sql"];

/** Puts the extension `shelf` (test/fixtures/postgres/extension) beside those that a server in a container has. */
export async function installShelf(container: string): Promise<void> {
  const found = await docker([
    "exec",
    container,
    "sh",
    "-c",
    "find / -xdev -name plpgsql.control | head -n 1",
  ]);
  const directory = found.trim().replace(/[^/]*$/, "");
  for (const file of files) {
    const path = fileURLToPath(new URL(`../fixtures/postgres/extension/${file}`, import.meta.url));
    await docker(["cp", path, `${container}:${directory}${file}`]);
  }
}
