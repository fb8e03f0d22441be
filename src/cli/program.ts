import { Command, CommanderError, Option } from "commander";
import { UsageError } from "../core/errors.ts";
import { exitCodes, type ExitCode } from "../core/exit-codes.ts";
import { engines } from "../engines/registry.ts";
import { imageOption } from "./image-option.ts";
import { jobsOption } from "./jobs-option.ts";
import { labelOption } from "./label-option.ts";
import type {
  ApplyOptions,
  CommonOptions,
  DriveOptions,
  PlanOptions,
  PruneOptions,
  RestoreOptions,
  RetireOptions,
  RollbackOptions,
  DoctorOptions,
  GraphOptions,
  ShowOptions,
} from "./options.ts";
import type { Output } from "./output.ts";
import { toolVersion } from "./tool-version.ts";

/** Reads the command line and carries the command out. Each command is loaded only when it is called. */
export async function runProgram(argv: readonly string[], output: Output): Promise<ExitCode> {
  let exit: ExitCode = exitCodes.done;
  const program = describeProgram(output, (code) => (exit = code));
  if (argv.length === 0) {
    output.insist(program.helpInformation());
    return exitCodes.usage;
  }
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.done;
    // The help it shows where a command is missing says it all.
    if (error.code === "commander.help") return exitCodes.usage;
    throw toUsageError(error);
  }
  return exit;
}

/** Commander's message is `error: …`, with a suggestion on a line of its own. */
function toUsageError(error: CommanderError): UsageError {
  const [summary = "", ...more] = error.message.replace(/^error: /, "").split("\n");
  const detail = more.map((line) => line.replace(/^\((.*)\)$/, "$1"));
  const isUnknown = error.code === "commander.unknownCommand";
  const known = isUnknown ? [`The databases it knows are: ${engines.map(({ id }) => id).join(", ")}.`] : [];
  return new UsageError({
    summary: summary.charAt(0).toUpperCase() + summary.slice(1),
    detail: [...detail, ...known, "Nothing was changed."],
    next: ["dbshift --help"],
  });
}

type Finish = (exit: ExitCode) => void;

function describeProgram(output: Output, finish: Finish): Command {
  const program = new Command("dbshift")
    .description("Upgrade a database that runs in a Docker container to a new major version.")
    .version(`dbshift ${toolVersion()}`, "-V, --version")
    .exitOverride()
    .configureOutput({
      writeErr: (text) => {
        output.insist(text.trimEnd());
      },
      outputError: () => undefined,
    })
    .addHelpText("after", examples);
  for (const { id, title } of engines) {
    plans(drives(program.command(`${id} [words...]`).usage("<pair> [container] [options]")))
      .summary(`upgrade a ${title} database`)
      .option("-n, --dry-run", "look, show the plan and change nothing")
      .action(async (words: string[], options: PlanOptions) => {
        const { run } = await import("./commands/run.ts");
        finish(await run({ engine: id, words }, options, output));
      });
  }
  addPlan(program, output, finish);
  addRunCommands(program, output, finish);
  addCopyCommands(program, output, finish);
  addLookCommands(program, output, finish);
  addPlaybookCommands(program, output, finish);
  describeEach(program);
  return program;
}

/** What stands beside a command in the list of commands stands in its own help too. */
function describeEach({ commands }: Command): void {
  for (const command of commands) {
    const summary = command.summary();
    command.description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`);
    describeEach(command);
  }
}

const examples = `
Examples:
  dbshift postgres 15..16 my-database        look, show the plan, ask, upgrade
  dbshift plan postgres 15..16 my-database   show the plan, change nothing
  dbshift apply plan.json                    carry out a plan kept by plan -o
  dbshift status                             who serves, what to type next
`;

function common(command: Command): Command {
  return command
    .option("--json", "print one JSON object on stdout at the end")
    .option("-q, --quiet", "say only what went wrong")
    .option("--verbose", "show more, and where an unexpected error came from")
    .option("--state-dir <dir>", "where runs are kept");
}

function asks(command: Command): Command {
  return common(command)
    .option("--context <name>", "the Docker context to use")
    .option("-y, --yes", "go on without asking");
}

function drives(command: Command): Command {
  const events = new Option("--events", "tell on stdout what happens, a JSON object a line, the result last");
  return asks(command).addOption(events.conflicts("json"));
}

function plans(command: Command): Command {
  return command
    .option("--to <version>", "the version to upgrade to")
    .option("--to-image <reference>", "the image to upgrade to", imageOption)
    .option("--playbook <file>", "a playbook of your own")
    .addOption(new Option("--strategy <name>", "how to upgrade").conflicts("playbook"))
    .option("--backup <dir>", "keep the dump there, compressed")
    .addOption(verifyOption())
    .option("--jobs <number>", "how many sessions compare tables at once", jobsOption)
    .option("--label <key=value>", "a label for everything the run makes; may be repeated", labelOption);
}

const verifyOption = (): Option =>
  new Option("--verify <what>", "compare every row, or only how many there are").choices([
    "content",
    "counts",
  ]);

function addPlan(program: Command, output: Output, finish: Finish): void {
  plans(asks(program.command("plan <engine> [words...]").usage("<engine> <pair> [container] [options]")))
    .summary("look and show what an upgrade would do; changes nothing")
    .option("--deep", "try the target image too, in scratch containers that are removed again")
    .option("-o, --output <file>", "keep the plan in a new file, for dbshift apply")
    .action(async (engine: string, words: string[], options: PlanOptions) => {
      const { plan } = await import("./commands/plan.ts");
      finish(await plan({ engine, words }, options, output));
    });
  drives(program.command("apply <plan>").usage("<plan.json> [options]"))
    .summary("carry out a plan that was kept in a file")
    .option("-n, --dry-run", "look whether it still holds, show the plan and change nothing")
    .action(async (file: string, options: ApplyOptions) => {
      const { apply } = await import("./commands/apply.ts");
      finish(await apply(file, options, output));
    });
}

function addRunCommands(program: Command, output: Output, finish: Finish): void {
  drives(program.command("resume [run]"))
    .summary("go on with a run that was interrupted")
    .action(async (run: string | undefined, options: DriveOptions) => {
      const { resume } = await import("./commands/resume.ts");
      finish(await resume(run, options, output));
    });
  drives(program.command("rollback [run]"))
    .summary("bring the source back")
    .option("--discard-writes", "after the switch: give up what the target was told since")
    .action(async (run: string | undefined, options: RollbackOptions) => {
      const { rollback } = await import("./commands/rollback.ts");
      finish(await rollback(run, options, output));
    });
  drives(program.command("retire [run]"))
    .summary("remove for good what a finished run has kept")
    .option("--archive <dir>", "keep the source volume there first, compressed and proven")
    .action(async (run: string | undefined, options: RetireOptions) => {
      const { retire } = await import("./commands/retire.ts");
      finish(await retire(run, options, output));
    });
}

function addCopyCommands(program: Command, output: Output, finish: Finish): void {
  common(program.command("restore <file>"))
    .summary("start a container from what --backup or --archive kept")
    .option("--context <name>", "the Docker context to use")
    .option("--name <name>", "the name of the new container")
    .option("--image <reference>", "another image than the one it is known to start on", imageOption)
    .option("--publish <[ip:]port>", "publish the server on a port of the host")
    .option("--label <key=value>", "a label for everything that is made; may be repeated", labelOption)
    .action(async (file: string, options: RestoreOptions) => {
      const { restore } = await import("./commands/restore.ts");
      finish(await restore(file, options, output));
    });
  const copies = program.command("copies").summary("list and thin out what was kept outside Docker");
  common(copies.command("list <dir>"))
    .summary("list the copies in a directory")
    .action(async (directory: string) => {
      const { copiesList } = await import("./commands/copies-list.ts");
      finish(await copiesList(directory, output));
    });
  common(copies.command("prune <dir>"))
    .summary("remove old copies, of each database the newest excepted")
    .requiredOption("--keep <number>", "how many to keep of each database and kind")
    .option("--days <number>", "keep everything that is younger than this")
    .option("-y, --yes", "go on without asking")
    .action(async (directory: string, options: PruneOptions) => {
      const { copiesPrune } = await import("./commands/copies-prune.ts");
      finish(await copiesPrune(directory, options, output));
    });
}

function addLookCommands(program: Command, output: Output, finish: Finish): void {
  common(program.command("status [run]"))
    .summary("which database serves, which copies exist, what to type next")
    .action(async (run: string | undefined, options: CommonOptions) => {
      const { status } = await import("./commands/status.ts");
      finish(await status(run, options, output));
    });
  common(program.command("verify [run]"))
    .summary("compare what serves now with what was there at the fence")
    .option("--context <name>", "the Docker context to use")
    .action(async (run: string | undefined, options: CommonOptions) => {
      const { verify } = await import("./commands/verify.ts");
      finish(await verify(run, options, output));
    });
  common(program.command("report [run]"))
    .summary("the story of a run: what was done, when, what it cost, what is left")
    .action(async (run: string | undefined, options: CommonOptions) => {
      const { report } = await import("./commands/report.ts");
      finish(await report(run, options, output));
    });
  common(program.command("runs"))
    .summary("list all runs")
    .action(async (options: CommonOptions) => {
      const { runs } = await import("./commands/runs.ts");
      finish(await runs(options, output));
    });
  common(program.command("doctor"))
    .summary("what this host has and lacks, and which databases are on it")
    .option("--context <name>", "the Docker context to use")
    .option("--label <key=value>", "a label for the container that looks into volumes", labelOption)
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("./commands/doctor.ts");
      finish(await doctor(options, output));
    });
}

function addPlaybookCommands(program: Command, output: Output, finish: Finish): void {
  const playbook = program.command("playbook").summary("list, show, check and draw playbooks");
  common(playbook.command("list"))
    .summary("list the playbooks that come with dbshift")
    .action(async (_options: CommonOptions) => {
      const { playbookList } = await import("./commands/playbook-list.ts");
      finish(await playbookList(output));
    });
  common(playbook.command("show [name]"))
    .summary("show a playbook's steps as a picture")
    .option("--playbook <file>", "a playbook of your own")
    .action(async (name: string | undefined, options: ShowOptions) => {
      const { playbookShow } = await import("./commands/playbook-show.ts");
      finish(await playbookShow(name, options, output));
    });
  common(playbook.command("lint <file>"))
    .summary("say everything that is wrong with a playbook of your own")
    .action(async (file: string, _options: CommonOptions) => {
      const { playbookLint } = await import("./commands/playbook-lint.ts");
      finish(await playbookLint(file, output));
    });
  common(playbook.command("graph [name]"))
    .summary("print a playbook as a graph for other programs to draw")
    .option("--playbook <file>", "a playbook of your own")
    .addOption(new Option("--format <format>", "for whom").choices(["mermaid", "dot"]).default("mermaid"))
    .action(async (name: string | undefined, options: GraphOptions) => {
      const { playbookGraph } = await import("./commands/playbook-graph.ts");
      finish(await playbookGraph(name, options, output));
    });
}
