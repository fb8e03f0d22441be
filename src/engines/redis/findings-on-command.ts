import { blocker, type Finding } from "../../core/finding.ts";
import type { Container, Image } from "../../ports/runtime.ts";
import { serverWords } from "./server-words.ts";

/** Whether the container starts the server and nothing else. Its words are not shown: a password may be among them. */
export function findingsOnCommand(container: Container, image: Image | undefined): Finding[] {
  if (serverWords(container, image) !== undefined) return [];
  return [
    blocker("REDIS-COMMAND", {
      summary: `"${container.name}" starts something else than the official image's redis-server`,
      remedy:
        "Create the container with the image's own entrypoint, and with a configuration file or options: redis-server --name value",
    }),
  ];
}
