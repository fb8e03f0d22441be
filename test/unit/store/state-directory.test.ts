import { expect, test } from "vitest";
import { UsageError } from "../../../src/core/errors.ts";
import { stateDirectory } from "../../../src/store/state-directory.ts";

const cwd = "/here";

test.each([
  ["the option comes before the environment", "/x/y", { XDG_STATE_HOME: "/s", HOME: "/h" }, "/x/y"],
  ["a relative option is taken from the working directory", "x", {}, "/here/x"],
  ["XDG_STATE_HOME comes before HOME", undefined, { XDG_STATE_HOME: "/s", HOME: "/h" }, "/s/dbshift"],
  [
    "a relative XDG_STATE_HOME is ignored",
    undefined,
    { XDG_STATE_HOME: "s", HOME: "/h" },
    "/h/.local/state/dbshift",
  ],
  [
    "an empty XDG_STATE_HOME is ignored",
    undefined,
    { XDG_STATE_HOME: "", HOME: "/h" },
    "/h/.local/state/dbshift",
  ],
  ["without XDG_STATE_HOME it lies below HOME", undefined, { HOME: "/h" }, "/h/.local/state/dbshift"],
])("%s", (_title, option, env, expected) => {
  expect(stateDirectory({ option, env, cwd })).toBe(expected);
});

test.each([
  ["an empty option", "", { HOME: "/h" }],
  ["no HOME", undefined, {}],
  ["a relative HOME", undefined, { HOME: "h" }],
])("with %s there is no state directory, and that is a wrong usage", (_title, option, env) => {
  expect(() => stateDirectory({ option, env, cwd })).toThrow(UsageError);
});
