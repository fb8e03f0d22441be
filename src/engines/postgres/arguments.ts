import type { Container, Image } from "../../ports/runtime.ts";

export interface GivenSetting {
  readonly name: string;
  readonly value: string;
}

/** What a container's command line tells the server. */
export interface ServerArguments {
  /** In the order given; where a name comes twice, the server takes the last. */
  readonly settings: readonly GivenSetting[];
  /** From -D. */
  readonly dataDirectory: string | undefined;
  /** Words we do not know the meaning of. Not empty: the container cannot be started with arguments of ours. */
  readonly unknown: readonly string[];
}

/** What `postgres` makes of its one-letter options, as its manual page has it. */
const shortForms: Readonly<Record<string, string>> = {
  B: "shared_buffers",
  N: "max_connections",
  S: "work_mem",
  h: "listen_addresses",
  k: "unix_socket_directories",
  p: "port",
};

const flags: Readonly<Record<string, GivenSetting>> = {
  F: { name: "fsync", value: "off" },
  e: { name: "datestyle", value: "euro" },
  i: { name: "listen_addresses", value: "*" },
  l: { name: "ssl", value: "on" },
};

/** Reads what comes after the word `postgres`, as the server's own getopt does. */
export function readServerArguments(words: readonly string[]): ServerArguments {
  const settings: GivenSetting[] = [];
  const unknown: string[] = [];
  let dataDirectory: string | undefined;
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const long = /^--([A-Za-z_][\w.-]*)=([^]*)$/.exec(word);
    const short = /^-([A-Za-z])([^]*)$/.exec(word);
    const option = short?.[1] ?? "";
    const flag = Object.hasOwn(flags, option) && short?.[2] === "" ? flags[option] : undefined;
    if (long !== null) settings.push(settingOf(long[1] ?? "", long[2] ?? ""));
    else if (flag !== undefined) settings.push(flag);
    else if (option === "c" || option === "D" || Object.hasOwn(shortForms, option)) {
      const value = short?.[2] === "" ? queue.shift() : short?.[2];
      const pair = option === "c" ? /^([A-Za-z_][\w.-]*)=([^]*)$/.exec(value ?? "") : null;
      if (value === undefined) unknown.push(word);
      else if (option === "D") dataDirectory = value;
      else if (option !== "c") settings.push({ name: shortForms[option] ?? option, value });
      else if (pair !== null) settings.push(settingOf(pair[1] ?? "", pair[2] ?? ""));
      else unknown.push(`-c ${value}`);
    } else unknown.push(word);
  }
  return { settings, dataDirectory, unknown };
}

/** The server takes dashes in a name for underscores, and names in any case. */
function settingOf(name: string, value: string): GivenSetting {
  return { name: name.replaceAll("-", "_").toLowerCase(), value };
}

/**
 * What this container starts: `postgres` through the entrypoint of the official images. Undefined where it is anything
 * else, such as a script of the user's or another image's entrypoint: then nobody knows what arguments of ours would do.
 */
export function serverArguments(container: Container, image: Image | undefined): ServerArguments | undefined {
  const [entrypoint = "", ...more] = image?.entrypoint ?? [];
  const replaced = container.entrypoint !== undefined && container.entrypoint.join("\0") !== entrypoint;
  if (replaced || more.length > 0 || !/^(.*\/)?docker-entrypoint\.sh$/.test(entrypoint)) return undefined;
  const command = container.command ?? image?.command ?? [];
  if (command[0] === "postgres") return readServerArguments(command.slice(1));
  return command[0]?.startsWith("-") === true ? readServerArguments(command) : undefined;
}

/** The port the server listens on as far as its command line and environment tell; a file may say otherwise. */
export function portOf(container: Container): number {
  const words = container.command ?? [];
  const given = readServerArguments(words[0] === "postgres" ? words.slice(1) : words).settings;
  const port =
    given.findLast((setting) => setting.name === "port")?.value ?? container.environment.get("PGPORT") ?? "";
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  return number >= 1 && number <= 65535 ? number : 5432;
}
