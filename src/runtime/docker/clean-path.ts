import { posix } from "node:path";

/** As the engine has it in its list of mounts; a user may have written it with a slash too many. */
export function cleanPath(path: string): string {
  return posix.resolve("/", path);
}
