import { readFileSync } from "node:fs";
import { z } from "zod";

const file = new URL("../../.cache/tools.json", import.meta.url);
const tools = z.object({ sshd: z.string(), "docker-registry": z.string(), libraries: z.string() });

/** Where scripts/tools found or put the servers that tests start, and the libraries they may want. */
export function testTools(): z.infer<typeof tools> {
  try {
    return tools.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new Error("The servers to test with are not there: run scripts/tools.", { cause: error });
  }
}
