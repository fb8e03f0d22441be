import { blocker, type Finding } from "../../core/finding.ts";
import type { RuntimeReader } from "../../ports/runtime.ts";
import type { RedisFacts } from "./facts.ts";

/** Names in a manifest are the server's own, of a fixed form; the last is a part that a rewrite has left. */
const part = /^file (\S+) seq \d+ type ([bih])/;

const script = `
cd "$1" && cat "$2" && echo && echo --- && ls
`;

/** Whether every part that the manifest of an append-only file names is there. */
export async function findingsOnFiles(
  runtime: RuntimeReader,
  containerId: string,
  { files: { directory, aof, aofDirectory }, persistence }: RedisFacts,
): Promise<Finding[]> {
  if (!persistence.aof || aofDirectory === null) return [];
  const argv = ["sh", "-c", script, "parts", `${directory}/${aofDirectory}`, `${aof}.manifest`];
  const { exitCode, stdout, stderr } = await runtime.look(containerId, argv);
  if (exitCode !== 0) return [notWhole(stderr.trim())];
  const missing = missingParts(stdout);
  return missing.length === 0 ? [] : [notWhole(`Missing: ${missing.join(", ")}`)];
}

/** What a manifest names and a listing behind it does not. */
export function missingParts(text: string): string[] {
  const [manifest = "", listing = ""] = text.split("\n---\n");
  const there = new Set(listing.split("\n"));
  return manifest.split("\n").flatMap((line) => {
    const [, name = "", type] = part.exec(line) ?? [];
    return type === "b" || type === "i" ? (there.has(name) ? [] : [name]) : [];
  });
}

function notWhole(detail: string): Finding {
  return blocker("REDIS-AOF-PARTS", {
    summary: "The append-only file is not whole",
    detail,
    remedy: "Have it written anew with BGREWRITEAOF, and plan again when that has ended.",
  });
}
