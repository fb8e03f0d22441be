import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { imageFor } from "../../support/docker-images.ts";
import { dockerSandbox } from "../../support/docker-sandbox.ts";

const sandbox = dockerSandbox();
const file = "/var/lib/postgresql/data/pg_hba.conf";
let runtime: Runtime;
let container: string;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
  const image = imageFor("postgres:15");
  const argv = ["sh", "-c", `echo old >${file}; chown 999:998 ${file}; chmod 640 ${file}; sleep 3600`];
  const spec = { name: sandbox.name("files"), image, labels: sandbox.labels, argv, mounts: [] };
  container = await runtime.createHelper({ ...spec, may: ["handle all files"] });
  await runtime.start(container);
});
afterAll(() => sandbox.remove());

const state = async () =>
  (
    await runtime.look(container, [
      "sh",
      "-c",
      `stat -c '%u:%g %a' ${file}; head -c 3 ${file}; wc -c <${file}`,
    ])
  ).stdout;

test("on a Debian image a file is replaced with its owner and mode", async () => {
  await expect.poll(state).toBe("999:998 640\nold4\n");
  await runtime.replaceFile(container, file, "nnnnn");
  expect(await state()).toBe("999:998 640\nnnn5\n");
});

test("whenever the one who replaces it is killed, the file holds the old or the new, whole (I5)", async () => {
  const length = 30_000_000;
  const seen = new Set<string>();
  for (let delay = 0; delay < 800; delay += 50) {
    await runtime.replaceFile(container, file, "old");
    const child = execa(
      process.execPath,
      [
        fileURLToPath(new URL("../../support/docker-replacer.ts", import.meta.url)),
        container,
        file,
        String(length),
      ],
      {
        reject: false,
      },
    );
    await once(child.stdout, "data");
    await sleep(delay);
    child.kill("SIGKILL");
    await child;
    const busy = () =>
      runtime.look(container, [
        "sh",
        "-c",
        "cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep -c '^replace$'",
      ]);
    await expect.poll(async () => (await busy()).stdout, { timeout: 20_000 }).toBe("0\n");
    seen.add((await state()).split("\n")[1] ?? "");
  }
  expect([...seen].filter((each) => each !== "old3" && each !== `nnn${length}`)).toEqual([]);
  // What the killed ones left behind goes with the next.
  await runtime.replaceFile(container, file, "old");
  const left = await runtime.look(container, [
    "sh",
    "-c",
    "ls -A /var/lib/postgresql/data | grep -c dbshift-replace",
  ]);
  expect(left.stdout).toBe("0\n");
});
