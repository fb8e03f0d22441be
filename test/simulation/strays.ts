import { helperPurpose } from "../../src/playbook/helper-purpose.ts";
import { label } from "../../src/ports/runtime.ts";
import type { Host } from "./host.ts";
import type { Point } from "./simulation.ts";

/** What processes that are dead have left at work: helpers that run, and sessions of their run in servers. */
export function straysOn(host: Host): ReadonlySet<string> {
  return new Set(
    host
      .list()
      .flatMap(({ name, state, labels, server }) => [
        ...(state === "running" && labels[label.purpose] === helperPurpose ? [name] : []),
        ...(server?.sessions ?? []).filter((session) => session.startsWith("dbshift/2")),
      ]),
  );
}

/** Whether a process may ask for this before what others have left is gone. */
export function precedesWork({ kind, name }: Point): boolean {
  if (kind === "look" || /^(take|give) the lease/.test(name) || name.startsWith("run.resumed")) return true;
  return name.startsWith("end sessions in ") || name.startsWith("remove dbshift-");
}
