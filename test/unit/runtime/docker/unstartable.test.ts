import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../../../src/runtime/docker/connect.ts";
import { deadNetworkLabel } from "../../../../src/runtime/docker/dead-network.ts";
import { makeUnstartable } from "../../../../src/runtime/docker/unstartable.ts";
import { fakeEngine } from "../../../support/docker-fake-engine.ts";

test("a container that is removed while it is made unstartable leaves no network behind (I9)", async () => {
  const container = {
    Id: "c1",
    Name: "/shop",
    Created: "2026-01-01T00:00:00Z",
    Image: "sha256:15",
    State: { Status: "exited", ExitCode: 0, StartedAt: "2026-01-01T00:00:00Z" },
    Config: {},
    HostConfig: {},
    NetworkSettings: { Networks: {} },
    Mounts: [],
  };
  const networks: { Id: string; Name: string; Labels: Record<string, string> }[] = [];
  const engine = await fakeEngine({
    "/containers/c1/json": container,
    "/networks/create": (response) => {
      networks.push({ Id: "n1", Name: "dead", Labels: { [deadNetworkLabel]: "c1" } });
      response.end(JSON.stringify({ Id: "n1" }));
    },
    "/networks/n1": (response) => {
      networks.length = 0;
      response.writeHead(204).end();
    },
    "/networks/dbshift": (response) =>
      response.writeHead(404).end(JSON.stringify({ message: "No such container: c1" })),
    "/networks": (response) => response.end(JSON.stringify(networks)),
  });
  onTestFinished(() => engine.close());
  const connection = await connect({ environment: { DOCKER_HOST: engine.host } });
  await expect(makeUnstartable(connection, "c1", {})).rejects.toThrow(/on the network/);
  expect(engine.requests.some((request) => request.includes("/networks/create"))).toBe(true);
  expect(networks).toEqual([]);
});
