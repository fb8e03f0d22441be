import {
  DefaultRenderer,
  figures,
  Listr,
  ListrLogger,
  ProcessOutput,
  type ListrDefaultRendererTask,
  type ListrTask,
} from "listr2";
import type { StepLine } from "./step-line.ts";

/** A heading with its lines; asked for when it is its turn. */
export interface Section {
  readonly title: string;
  readonly lines: () => readonly StepLine[];
}

type Task = ListrTask<object, typeof StderrRenderer>;

const drawnLines = new WeakMap<object, StepLine>();

/** Its own idea of a terminal is stdout; ours is stderr, and was looked at before. */
class StderrRenderer extends DefaultRenderer {
  static override readonly nonTTY = true;

  /** To listr2 a task that waits for the runner has begun; to a person it has not. */
  protected override style(task: ListrDefaultRendererTask, output?: boolean): string {
    const line = drawnLines.get(task.task);
    const waits = line?.isOpen === true && !line.isBegun && output !== true;
    return waits ? figures.squareSmallFilled : super.style(task, output);
  }
}

const notesShown = 5;

/**
 * Draws sections one after another on stderr, the lines of each beside each other, until every line is settled. Never
 * rejects. listr2's own retry, rollback and signal handling stay off: it only draws.
 */
export async function drawSections(sections: readonly Section[]): Promise<void> {
  const processOutput = new ProcessOutput(process.stderr, process.stderr);
  const list = new Listr<object, typeof StderrRenderer>(sections.map(heading), {
    renderer: StderrRenderer,
    exitOnError: false,
    registerSignalListeners: false,
    rendererOptions: {
      collapseSubtasks: false,
      logger: new ListrLogger({ useIcons: true, toStderr: [], processOutput }),
    },
  });
  // A picture that cannot be drawn must not end a run.
  await list.run({}).catch(() => undefined);
}

function heading({ title, lines }: Section): Task {
  const wanted = (): readonly StepLine[] => lines().filter((line) => !line.isDropped);
  return {
    title,
    enabled: () => wanted().length > 0,
    task: (_, task) => task.newListr(wanted().map(drawing), { concurrent: true }),
  };
}

function drawing(line: StepLine): Task {
  const task: Task = {
    title: line.title,
    task: (_, drawn) => line.draw(drawn),
    rendererOptions: { persistentOutput: true, outputBar: notesShown },
  };
  drawnLines.set(task, line);
  return task;
}
