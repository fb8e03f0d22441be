import { createHash } from "node:crypto";
import { StepError } from "../../src/core/errors.ts";
import type { RunFiles } from "../../src/ports/run-files.ts";
import type { Host } from "./host.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What files hold, by digest: it is the same on every copy of a world. */
const texts = new Map<string, string>();

/** The files of a run on a simulated disk. */
export function simulatedFiles(host: Host, run: string): RunFiles {
  const { files } = host.world;
  return {
    async write(name, lines) {
      const all: string[] = [];
      for await (const line of lines) all.push(`${line}\n`);
      const text = all.join("");
      const digest = sha256(text);
      host.simulation.meet("file", `write ${name}`, () => {
        texts.set(digest, text);
        files[`${run}/${name}`] = digest;
      });
      return { sha256: digest };
    },
    async *read(name, digest) {
      await Promise.resolve();
      if (files[`${run}/${name}`] !== digest) throw new StepError({ summary: `${name} cannot be used` });
      yield* (texts.get(digest) ?? "").split("\n").slice(0, -1);
    },
  };
}
