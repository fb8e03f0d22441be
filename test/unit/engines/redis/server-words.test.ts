import { describe, expect, test } from "vitest";
import { readConfigFile } from "../../../../src/engines/redis/config-file.ts";
import { readWords, valueOf } from "../../../../src/engines/redis/server-words.ts";

describe("what a container's command tells the server", () => {
  test("is a file first, and then directives with their values", () => {
    const words = readWords([
      "/etc/redis.conf",
      "--save",
      "3600",
      "1",
      "--PORT",
      "7000",
      "--appendonly",
      "yes",
    ]);
    expect(words.file).toBe("/etc/redis.conf");
    expect(valueOf(words, "port")).toBe("7000");
    expect(valueOf(words, "save")).toBe("3600 1");
  });

  test("is the last of what is said twice", () => {
    expect(valueOf(readWords(["--port", "7000", "--port", "7001"]), "port")).toBe("7001");
  });

  test("is nothing where nothing is said", () => {
    expect(readWords([])).toEqual({ file: undefined, directives: [] });
    expect(valueOf(readWords([]), "port")).toBeUndefined();
  });

  test("is taken literally: a password may look like anything but a directive", () => {
    expect(valueOf(readWords(["--requirepass", "-$(x) 'y\""]), "requirepass")).toBe("-$(x) 'y\"");
  });
});

test.each([
  ["requirepass plain", "plain"],
  ['  REQUIREPASS   "two words"  ', "two words"],
  ["requirepass 'it\\'s'", "it's"],
  ['requirepass "a\\"b\\\\c\\x41\\n"', 'a"b\\cA\n'],
  ["# requirepass commented", undefined],
])("a configuration file's line %j tells the password %j", (line, password) => {
  expect(valueOf(readConfigFile(`port 1\n${line}\nsave ""\n`), "requirepass")).toBe(password);
});
