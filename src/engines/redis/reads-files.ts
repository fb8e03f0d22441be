import type { RedisFacts } from "./facts.ts";
import { isValkey } from "./version.ts";

/**
 * Whether a server of the target's major reads the files of the source. A later version of the same product does. Valkey
 * reads those of Redis before 7.4, where the two went apart.
 * https://valkey.io/topics/migration/
 */
export function readsFiles(
  target: string,
  { product, version }: Pick<RedisFacts, "product" | "version">,
): boolean {
  if (product === "valkey") return isValkey(target);
  if (!isValkey(target)) return true;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < 7 || (major === 7 && minor < 4);
}
