import { blocker, type Finding } from "../../core/finding.ts";
import type { Container, Image } from "../../ports/runtime.ts";
import { serverArguments } from "./arguments.ts";

/** Whether arguments of ours can be added to what the container starts. */
export function findingsOnCommand(container: Container, image: Image | undefined): Finding[] {
  const given = serverArguments(container, image);
  if (given === undefined) {
    const entrypoint = container.entrypoint ?? image?.entrypoint ?? [];
    const command = container.command ?? image?.command ?? [];
    return [
      blocker("PG-COMMAND", {
        summary: `"${container.name}" starts something else than the official image's postgres`,
        detail: `Entrypoint: ${JSON.stringify(entrypoint)}\nCommand: ${JSON.stringify(command)}`,
        remedy:
          "Create the container with the image's own entrypoint, and with settings only: postgres -c name=value",
      }),
    ];
  }
  if (given.unknown.length === 0) return [];
  return [
    blocker("PG-ARGUMENTS", {
      summary: `"${container.name}" gives postgres arguments that dbshift does not know`,
      detail: given.unknown.join("\n"),
      remedy: "Give settings in the form: -c name=value",
    }),
  ];
}
