import { z } from "zod";
import { StepError } from "../../core/errors.ts";
import type { ContainerJson, ImageJson, NetworkJson, VolumeJson } from "./engine-json.ts";

interface Things {
  "a container": ContainerJson;
  "an image": ImageJson;
  "a volume": VolumeJson;
  "a network": NetworkJson;
}

/**
 * An answer of the engine as it came, if what dbshift reads in it is of the kind it has to be. What is not read may be
 * anything.
 *
 * @throws StepError where it is not
 */
export function understood<W extends keyof Things>(answer: unknown, what: W): Things[W] | undefined {
  if (answer === undefined) return undefined;
  const read = shapes[what].safeParse(answer);
  if (read.success) return answer as Things[W];
  const places = read.error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new StepError({ summary: `What the engine says of ${what} cannot be understood`, detail: places });
}

const text = z.string();
const maybe = text.nullish();
const texts = z.array(text).nullish();
const byName = z.record(text, text).nullish();

const config = z.looseObject({
  Image: maybe,
  User: maybe,
  Hostname: maybe,
  Env: texts,
  Cmd: texts,
  Entrypoint: texts,
  Labels: byName,
  Volumes: z.record(text, z.unknown()).nullish(),
  ExposedPorts: z.record(text, z.unknown()).nullish(),
});

const hostConfig = z.looseObject({
  NetworkMode: maybe,
  Binds: texts,
  Links: texts,
  VolumesFrom: texts,
  Mounts: z.array(z.looseObject({ Type: text, Target: text, Source: maybe })).nullish(),
  Tmpfs: byName,
  PortBindings: z
    .record(text, z.array(z.looseObject({ HostIp: maybe, HostPort: maybe })).nullish())
    .nullish(),
  RestartPolicy: z.looseObject({ Name: text.optional() }).nullish(),
});

const shapes = {
  "a container": z.looseObject({
    Id: text,
    Name: text,
    Created: text,
    Image: text,
    State: z.looseObject({ Status: text, ExitCode: z.number(), StartedAt: text }),
    Config: config,
    HostConfig: hostConfig,
    Mounts: z.array(z.looseObject({ Type: text, Destination: text, Name: maybe, RW: z.boolean() })),
    NetworkSettings: z.looseObject({
      Networks: z.record(text, z.looseObject({ NetworkID: maybe, Aliases: texts, Links: texts })).nullish(),
    }),
  }),
  "an image": z.looseObject({ Id: text, RepoTags: texts, RepoDigests: texts, Config: config.nullish() }),
  "a volume": z.looseObject({ Name: text, Driver: text, Options: byName, Labels: byName, CreatedAt: maybe }),
  "a network": z.looseObject({ Id: text, Name: text, Labels: byName }),
} satisfies Record<keyof Things, z.ZodType>;
