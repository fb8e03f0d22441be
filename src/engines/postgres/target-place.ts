import type { DataPlace } from "../../ports/engine.ts";
import type { Container, Image } from "../../ports/runtime.ts";

const within = (path: string, root: string): boolean =>
  path === root || path.startsWith(root.replace(/\/*$/, "/"));

/**
 * Where the target keeps its data. A PGDATA the user set is kept, with the mount that holds it. Otherwise the target
 * image decides, by its own PGDATA and VOLUME: from 18 on they differ from what 17 and older images have.
 * https://github.com/docker-library/docs/blob/master/postgres/README.md#pgdata
 */
export function targetPlace(
  source: Container,
  sourceImage: Image | undefined,
  target: Image,
  mountedAt: string,
): DataPlace {
  const set = source.environment.get("PGDATA");
  const byUser = set !== undefined && set !== sourceImage?.environment.get("PGDATA");
  const dataDirectory = byUser ? set : (target.environment.get("PGDATA") ?? set ?? mountedAt);
  if (within(dataDirectory, mountedAt)) return { dataDirectory, mountAt: mountedAt };
  return {
    dataDirectory,
    mountAt: target.volumes.find((path) => within(dataDirectory, path)) ?? dataDirectory,
  };
}
