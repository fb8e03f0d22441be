import { expect, onTestFinished, test } from "vitest";
import { RuntimeUnreachable } from "../../../../src/core/errors.ts";
import { connect } from "../../../../src/runtime/docker/connect.ts";
import { wait } from "../../../../src/runtime/docker/lifecycle.ts";
import { fakeEngine } from "../../../support/docker-fake-engine.ts";

const turn = 50;

test("a wait outlives an engine that says nothing until the container has ended", async () => {
  let asked = 0;
  const engine = await fakeEngine({
    "/containers/x/wait": (response) => {
      asked += 1;
      if (asked === 3) response.end(JSON.stringify({ StatusCode: 7 }));
    },
  });
  onTestFinished(() => engine.close());
  const connection = await connect({ environment: { DOCKER_HOST: engine.host } });
  expect(await wait(connection, "x", new AbortController().signal, turn)).toBe(7);
  expect(asked).toBe(3);
});

test("a wait ends with its own reason when it is told to, and with the engine's when that goes away", async () => {
  const engine = await fakeEngine({ "/containers/x/wait": () => undefined });
  const connection = await connect({ environment: { DOCKER_HOST: engine.host } });
  const controller = new AbortController();
  const reason = new Error("enough");
  const waiting = wait(connection, "x", controller.signal, turn);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  const other = expect(wait(connection, "x", new AbortController().signal, turn)).rejects.toThrow(
    RuntimeUnreachable,
  );
  await engine.close();
  await other;
});
