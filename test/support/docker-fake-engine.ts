import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface FakeEngine {
  /** What DOCKER_HOST says to reach it. */
  readonly host: string;
  /** Every request line it got. */
  readonly requests: readonly string[];
  readonly headers: readonly IncomingMessage["headers"][];
  close(): Promise<void>;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** An engine that answers what a test wants, by the start of the path without its version. */
export async function fakeEngine(
  answers: Readonly<Record<string, object | Answer>>,
  version: object = { ApiVersion: "1.41", MinAPIVersion: "1.12" },
  transport: "unix" | "tcp" = "unix",
): Promise<FakeEngine> {
  const directory = await mkdtemp(join(tmpdir(), "dbshift-engine-"));
  const socket = join(directory, "engine.sock");
  const requests: string[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const all = { "/version": version, ...answers };
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    headers.push(request.headers);
    const path = (request.url ?? "").replace(/^\/v1\.\d+/, "");
    const answer = Object.entries(all).find(([start]) => path.startsWith(start))?.[1];
    if (typeof answer === "function") (answer as Answer)(response, request);
    else response.writeHead(answer ? 200 : 404).end(JSON.stringify(answer ?? { message: "no such thing" }));
  });
  const place = transport === "unix" ? { path: socket } : { host: "127.0.0.1", port: 0 };
  await new Promise<void>((resolve) => server.listen(place, resolve));
  const { port } = (transport === "tcp" ? server.address() : { port: 0 }) as AddressInfo;
  return {
    host: transport === "unix" ? `unix://${socket}` : `tcp://127.0.0.1:${port}`,
    requests,
    headers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true });
    },
  };
}
