import { expect, test } from "vitest";
import { findContainer } from "../../../src/cli/find-container.ts";
import { Refused, UsageError } from "../../../src/core/errors.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import type { Container, RuntimeReader } from "../../../src/ports/runtime.ts";
import { other } from "../steps/sample-container.ts";

interface Asked {
  question: string;
  choices: readonly string[];
}

/** Finds among containers whose image says `engine` and whose version is their image's tag; `mute` ones do not tell. */
async function find(containers: readonly Container[], from: string | undefined, interactive = true) {
  const asked: Asked[] = [];
  const runtime = {
    listContainers: () => Promise.resolve(containers),
    findImage: (id: string) => Promise.resolve({ id }),
  } as unknown as RuntimeReader;
  const engine: Partial<Engine> = {
    title: "Engine",
    recognises: ({ image }) => image.startsWith("engine"),
    majorOf: (version) => version.split(".")[0],
    compareMajors: (a, b) => Number(a) - Number(b),
    majorOfImage: ({ id }) => id,
    look: (_, { name, image, imageId }) => {
      if (name.startsWith("mute")) return Promise.reject(new Error("no login"));
      const [, version = ""] = image.split(":");
      return Promise.resolve({ version, major: imageId, sizeBytes: 2048 } as never);
    },
  };
  const choose = (question: string, choices: readonly { name: string; value: string }[]): Promise<string> => {
    asked.push({ question, choices: choices.map(({ name }) => name) });
    return Promise.resolve(choices.at(-1)!.value);
  };
  const found = await findContainer({
    ...{ runtime, engine: engine as Engine, pair: { from, to: "16" } },
    prompter: { interactive, choose } as never,
    typed: (container) => `upgrade ${container}`,
  });
  return { found, asked };
}

const running = (name: string, version: string, more: Partial<Container> = {}): Container =>
  other({ name, image: `engine:${version}`, imageId: version.split(".")[0]!, ...more });

const host = [
  running("shop", "15.4"),
  running("blog", "15.2", { labels: { "com.docker.compose.project": "press" } }),
  running("mute", "15"),
  running("new", "17.1"),
  running("off", "15.1", { state: "exited" }),
  running("shop.pre15", "15.3", { unstartable: true }),
  running("helper", "15.1", { labels: { "dbshift.role": "fenced-source" } }),
  running("upgraded", "15.9", { labels: { "dbshift.role": "target" } }),
  other({ name: "proxy", image: "nginx" }),
];

test("those that run and have the version are shown, what dbshift works with or keeps is not", async () => {
  const { found, asked } = await find(host, "15");
  expect(asked).toEqual([
    {
      question: "Which database is it?",
      choices: [
        "blog      15.2  2.0 KiB    project press",
        "mute      15    no answer",
        "shop      15.4  2.0 KiB",
        "upgraded  15.9  2.0 KiB",
      ],
    },
  ]);
  expect(found).toBe("upgraded");
});

test("a single one is proposed, and not taken without a question", async () => {
  const { found, asked } = await find(host, "17");
  expect(asked).toMatchObject([{ question: "One database fits. Is it this one?", choices: [/^new /] }]);
  expect(found).toBe("new");
});

test("with no version to upgrade from, all older ones fit", async () => {
  const { asked } = await find(
    [running("old", "9.6"), running("same", "16.1"), running("new", "17.1")],
    undefined,
  );
  expect(asked[0]!.choices).toMatchObject([/^old /]);
});

test("where nobody can be asked it is refused with what there is and what to type", async () => {
  const error = await find(host, "15", false).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({
    message: expect.stringContaining("[container]") as string,
    next: ["blog", "mute", "shop", "upgraded"].map((name) => `upgrade ${name}`),
  });
  expect((error as UsageError).detail.join("\n")).toContain("    shop      15.4  2.0 KiB");
});

test("where none fits it is refused with what is there instead", async () => {
  const error = (await find(host, "12").catch((reason: unknown) => reason)) as Refused;
  expect(error).toBeInstanceOf(Refused);
  expect(error.findings).toMatchObject([{ code: "NO-CONTAINER", summary: /Engine 12 was found/ }]);
  expect(error.findings[0]!.detail).toMatch(/new +17\.1/);
  expect(error.findings[0]!.detail).toMatch(/off +15 +exited/);
  const nothing = (await find([], undefined).catch((reason: unknown) => reason)) as Refused;
  expect(nothing.findings).toMatchObject([{ summary: /older than 16/ }]);
  expect(nothing.findings[0]).not.toHaveProperty("detail");
});
