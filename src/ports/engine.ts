import type { SafetyCopy } from "../core/safety-copy.ts";
import type { Finding } from "../core/finding.ts";
import type { Pair } from "../core/pair.ts";
import type { Json, Plan } from "../core/plan.ts";
import type { Clock } from "./clock.ts";
import type { CopyWork } from "./copy-work.ts";
import type { RunFiles } from "./run-files.ts";
import type { Container, Image, Runtime, RuntimeReader } from "./runtime.ts";

/** What an engine found out about a source by asking its server. */
export interface SourceFacts {
  /** As the server says it, e.g. `15.14`. */
  readonly version: string;
  readonly major: string;
  /** Tells this data from any other; survives restarts. PostgreSQL: the system identifier. */
  readonly identity: string;
  readonly sizeBytes: number;
  /** The directory inside the container that holds the data. */
  readonly dataDirectory: string;
  /** What only this engine's steps read. No secrets. */
  readonly facts: Json;
  /** One line for people: how many databases, tables, roles. */
  readonly summary: string;
}

/** What a serving server says of itself right now. */
export interface Serving {
  readonly version: string;
  readonly identity: string;
}

/** A cluster that lies in a directory, told by its files alone; its server is not running. */
export interface FoundCluster {
  /** Which of the directories the script was given, from 0. */
  readonly place: number;
  readonly major: string;
  readonly sizeBytes: number;
  /** When a server wrote to it last, as far as the times of its files tell. */
  readonly lastWrite: string;
}

/** How a cluster of this kind is recognised in files, by a program that only reads them. */
export interface ClusterSearch {
  /** For a POSIX shell with the tools every image has; its arguments are the directories to look in. */
  readonly script: string;
  /** What the script printed. Lines that it cannot have printed are left out. */
  read(output: string): readonly FoundCluster[];
}

/** What a container made like another from another image has different from it. */
export interface DataPlace {
  readonly dataDirectory: string;
  readonly mountAt: string;
  /** Instead of the command its user gave; absent where that stays as it is. */
  readonly command?: readonly string[];
}

/** What sessions to end in a server: those that other processes of a run have opened. */
export interface StraySessions {
  readonly runtime: RuntimeReader;
  readonly container: Container;
  readonly plan: Plan;
  readonly run: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Which server to end: one that people use or used, by its plan's way in. */
export interface StopRequest {
  readonly runtime: Runtime;
  readonly container: Container;
  readonly plan: Plan;
  readonly seconds: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What an engine is given to compare a serving database with what a run wrote down of it. */
export interface FingerprintRequest {
  readonly runtime: RuntimeReader;
  /** The one that has the source's name now, whichever side it is. */
  readonly container: Container;
  /** What a step of the run handed on, by what playbooks write under `use`; undefined where it did not succeed. */
  readonly outputOf: (use: string) => Json | undefined;
  readonly files: RunFiles;
  /** How many sessions may read at once. */
  readonly jobs: number;
  readonly signal: AbortSignal;
}

export interface FingerprintCompared {
  readonly side: "source" | "target";
  /** Whether the content of rows was compared, not only their number. */
  readonly content: boolean;
  /** The first differences, each in one line; `count` is how many there are. */
  readonly named: readonly string[];
  readonly count: number;
  /** How many objects there are now. */
  readonly objects: number;
  /** Databases that could not be looked into, because they accept no connections. */
  readonly closed: readonly string[];
}

/** A kind of database. Everything dbshift knows about it lives in one folder; the rest of the tool speaks to this. */
export interface Engine {
  /** The word on the command line. */
  readonly id: string;
  readonly title: string;
  readonly port: number;
  readonly defaultPlaybook: string;
  /** The playbook for a pair that the default one is not for; undefined, as where this is absent, where that is. */
  playbookFor?(pair: Pair): string | undefined;
  /** What makes this server stop cleanly without waiting for its clients, whatever the image says. */
  readonly stopSignal: string;
  /**
   * Ends a server so that everything it was ever told is on its disk and nothing is told it any more, and returns when its
   * container has ended; one that has ended already is left so. Absent where the stop signal does all that.
   *
   * @throws StepError where the server could not write everything down; it then serves on
   * @throws DeadlinePassed where it does not end in time
   */
  readonly stop?: (request: StopRequest) => Promise<void>;
  /** The major version of a version or tag (`15.4` → `15`); undefined where the word is none of this engine's. */
  majorOf(version: string): string | undefined;
  /** Negative where `a` is the older major. */
  compareMajors(a: string, b: string): number;
  /** The major a database of this one would be upgraded to where nobody said which: the one that comes after it. */
  nextMajor(major: string): string;
  readonly clusterSearch: ClusterSearch;
  /** The major an image says it brings; undefined where it says none, and is perhaps no image of this engine. */
  majorOfImage(image: Image): string | undefined;
  /** Suffix of what belongs to this major: `pg16` as in `shop-data-pg16`. */
  suffix(major: string): string;
  /** A container that looks like one of ours, by its image and environment alone; the server may say otherwise. */
  recognises(container: Container, image: Image | undefined): boolean;
  /**
   * The image that stands to the target version as the source's stands to its own: same repository, version replaced,
   * variant kept. Undefined where the reference carries no version.
   */
  targetImage(sourceImage: string, to: string): string | undefined;
  /**
   * Where a container made like `source` from the image `target` keeps its data, where its volume has to be mounted so
   * that the data lies inside it, and its command where the one of `source` means nothing there.
   */
  placeOf(source: Container, sourceImage: Image | undefined, target: Image, mountedAt: string): DataPlace;
  /** Asks the server everything a plan needs. Changes nothing. Blockers where it cannot be asked. */
  look(runtime: RuntimeReader, container: Container): Promise<SourceFacts | readonly Finding[]>;
  /**
   * Makes known again what a run needs and no container holds, such as a password that a person typed when the plan was
   * made: asks for it. Called before an existing run goes on.
   *
   * @throws UsageError where nobody can be asked, or the answer is seen to be wrong
   */
  recall(runtime: RuntimeReader, plan: Plan): Promise<void>;
  /**
   * Fills an empty volume with what a safety copy holds, after comparing the file with its digest, so that a container
   * of the image serves it from there.
   *
   * @throws StepError where the file is damaged or cannot be restored whole
   */
  fillFromCopy(work: CopyWork): Promise<void>;
  /** The command inside a container that leads to what was restored from a copy, for a person to type. */
  clientFor(copy: SafetyCopy): readonly string[];
  /**
   * Whether the server in a container accepts connections, and on which data: without logging in. Undefined as long as
   * it does not.
   */
  answers(runtime: RuntimeReader, containerId: string): Promise<{ readonly identity: string } | undefined>;
  /** The server in this container, logged in to; undefined where it does not serve. Never waits. */
  observe(runtime: RuntimeReader, containerId: string): Promise<Serving | undefined>;
  /**
   * Ends the sessions of a run that a process left which died, and waits until they are gone. Does nothing where the
   * server lets nobody in.
   *
   * @throws DeadlinePassed where one does not end
   */
  endSessions(stray: StraySessions): Promise<void>;
  /**
   * Compares a serving database with what was written down of it behind the fence; undefined where nothing was. Changes
   * nothing.
   *
   * @throws Refused where it does not answer, or is neither side of the run
   */
  verify(request: FingerprintRequest): Promise<FingerprintCompared | undefined>;
}
