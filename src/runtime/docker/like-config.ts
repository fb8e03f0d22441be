import type { ConfigJson, HealthcheckJson } from "./engine-json.ts";
import { environmentOf } from "./environment.ts";
import { given } from "./given.ts";
import type { Likeness } from "./likeness.ts";
import { isOwnedByImage } from "./owned-by-image.ts";
import { same } from "./same.ts";

/** What its user gave the original, field by field, with the changes on top. */
export function likeConfig(likeness: Likeness): ConfigJson {
  const { original, changes } = likeness;
  const config = original.Config;
  const image = likeness.originalImage?.Config ?? {};
  const unlessImages = <K extends keyof ConfigJson>(key: K): Pick<ConfigJson, K> | undefined =>
    same(config[key], image[key]) ? undefined : ({ [key]: config[key] } as Pick<ConfigJson, K>);
  return {
    Image: changes.image ?? original.Image,
    ...hostname(likeness),
    ...unlessEmpty({ Domainname: config.Domainname, StopTimeout: config.StopTimeout }),
    ...unlessEmpty({ Tty: config.Tty, OpenStdin: config.OpenStdin, StdinOnce: config.StdinOnce }),
    ...unlessImages("User"),
    ...unlessImages("WorkingDir"),
    ...unlessImages("StopSignal"),
    ...unlessImages("Shell"),
    ...macAddress(likeness),
    Env: environment(likeness),
    ...program(likeness),
    Labels: labels(likeness),
    ...exposedPorts(likeness),
    ...healthcheck(config.Healthcheck, image.Healthcheck, changes.private),
  };
}

function unlessEmpty(fields: ConfigJson): ConfigJson {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== "" && value !== undefined && value !== null),
  );
}

/** The engine's own choice, the short id, would name another container; beside a shared namespace it refuses any. */
function hostname({ original, changes }: Likeness): ConfigJson {
  const { Hostname: name } = original.Config;
  const { NetworkMode: mode = "", UTSMode: uts } = original.HostConfig;
  const shared = !changes.private && (mode === "host" || mode?.startsWith("container:"));
  return !name || name === original.Id.slice(0, 12) || shared || uts ? {} : { Hostname: name };
}

/** What begins with 02:42 the engine made up itself, out of an address that may be another's by now. */
function macAddress({ original, changes }: Likeness): ConfigJson {
  const address = original.Config.MacAddress;
  return !address || address.startsWith("02:42:") || changes.private ? {} : { MacAddress: address };
}

function environment({ original, originalImage, image, changes }: Likeness): string[] {
  const images = environmentOf(originalImage?.Config?.Env);
  const kept = new Map(environmentOf(original.Config.Env));
  for (const [name, value] of kept) {
    const otherImage = originalImage?.Id !== image.Id;
    if (images.get(name) === value || (otherImage && isOwnedByImage(name))) kept.delete(name);
  }
  for (const name of changes.dropEnvironment ?? []) kept.delete(name);
  for (const [name, value] of Object.entries(changes.environment ?? {})) kept.set(name, value);
  return [...kept].map(([name, value]) => `${name}=${value}`);
}

function program({ original, originalImage, image, changes }: Likeness): ConfigJson {
  const { entrypoint, command } = given(original.Config, originalImage?.Config ?? {});
  const appended = changes.appendArguments ?? [];
  const own = changes.command ?? command ?? (entrypoint ? [] : undefined);
  return {
    ...(entrypoint && { Entrypoint: entrypoint }),
    ...(own && { Cmd: [...own, ...appended] }),
    ...(!own && appended.length > 0 && { Cmd: [...(image.Config?.Cmd ?? []), ...appended] }),
  };
}

/** Compose finds its containers by label: beside one more of them its next `up` would remove one of the two. */
const foreignToUs = /^(com\.docker\.compose\.|dbshift\.)/;

function labels({ original, originalImage, changes }: Likeness): Record<string, string> {
  const images = originalImage?.Config?.Labels ?? {};
  const kept = Object.entries(original.Config.Labels ?? {}).filter(
    ([name, value]) => images[name] !== value && !foreignToUs.test(name),
  );
  return { ...Object.fromEntries(kept), ...changes.labels };
}

function exposedPorts({ original, originalImage, changes }: Likeness): ConfigJson {
  if (changes.private) return {};
  const images = originalImage?.Config?.ExposedPorts ?? {};
  const exposed = Object.keys(original.Config.ExposedPorts ?? {}).filter((port) => !(port in images));
  const ports = new Set([...exposed, ...Object.keys(original.HostConfig.PortBindings ?? {})]);
  return ports.size === 0 ? {} : { ExposedPorts: Object.fromEntries([...ports].map((port) => [port, {}])) };
}

/** The engine fills each field that is left out from the new image, so only what differs is given. */
function healthcheck(
  own: HealthcheckJson | null | undefined,
  images: HealthcheckJson | null | undefined,
  isPrivate: boolean,
): ConfigJson {
  if (isPrivate) return { Healthcheck: { Test: ["NONE"] } };
  const differing = Object.entries(own ?? {}).filter(([field, value]) => !same(value, images?.[field]));
  return differing.length === 0 ? {} : { Healthcheck: Object.fromEntries(differing) };
}
