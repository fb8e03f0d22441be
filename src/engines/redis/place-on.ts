import type { DataPlace } from "../../ports/engine.ts";
import type { Container, Image } from "../../ports/runtime.ts";

const program = /^(redis|valkey)-server$/;

/** Data stay where they are mounted. The server's program has another name in an image of the other product. */
export function placeOn(
  { command }: Pick<Container, "command">,
  image: Pick<Image, "command">,
  mountedAt: string,
): DataPlace {
  const place = { dataDirectory: mountedAt, mountAt: mountedAt };
  const [first = "", ...more] = command ?? [];
  const [its = ""] = image.command;
  return program.test(first) && program.test(its) && first !== its
    ? { ...place, command: [its, ...more] }
    : place;
}
