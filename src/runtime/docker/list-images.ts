import type { Engine } from "./engine.ts";

export async function listImages(engine: Engine): Promise<readonly string[]> {
  const answer = await engine.ask({ method: "GET", path: "/images/json", doing: "listing images" });
  return (answer as readonly { readonly Id: string }[]).map(({ Id: id }) => id);
}
