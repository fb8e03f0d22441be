import type { Image } from "../../ports/runtime.ts";
import type { ImageJson } from "./engine-json.ts";
import { environmentOf } from "./environment.ts";

export function toImage(json: ImageJson): Image {
  const config = json.Config ?? {};
  return {
    id: json.Id,
    environment: environmentOf(config.Env),
    entrypoint: config.Entrypoint ?? [],
    command: config.Cmd ?? [],
    volumes: Object.keys(config.Volumes ?? {}),
    labels: config.Labels ?? {},
    digests: json.RepoDigests ?? [],
  };
}
