import type { RuntimeReader } from "../ports/runtime.ts";

/** As many characters of an id as Docker itself shows. */
const shownId = /^[0-9a-f]{12,63}$/;

/** The name of a container that was named by the beginning of its id; any other word as it is. */
export async function wholeName(
  runtime: Pick<RuntimeReader, "findContainer" | "listContainers">,
  word: string,
): Promise<string> {
  if (!shownId.test(word) || (await runtime.findContainer(word)) !== undefined) return word;
  const [only, another] = (await runtime.listContainers()).filter(({ id }) => id.startsWith(word));
  return only === undefined || another !== undefined ? word : only.name;
}
