import type { ConfigJson } from "./engine-json.ts";
import { same } from "./same.ts";

export interface Given {
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
}

/**
 * What the user gave instead of the image's own. An entrypoint of the user's makes the engine forget the image's
 * command, so beside one the command is the user's too, even where it reads like the image's.
 */
export function given(config: ConfigJson, image: ConfigJson): Given {
  if (!same(config.Entrypoint, image.Entrypoint)) {
    return { entrypoint: config.Entrypoint ?? [], command: config.Cmd ?? [] };
  }
  return { entrypoint: undefined, command: same(config.Cmd, image.Cmd) ? undefined : (config.Cmd ?? []) };
}
