import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface DockerRegistry {
  /** e.g. `127.0.0.1:41234`, which an engine trusts without TLS. */
  readonly host: string;
  close(): Promise<void>;
}

const digestOf = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const kind = (name: string) => `application/vnd.docker.${name}`;

/**
 * A registry with one image, `fixture:1`, of one layer, for whoever shows these credentials.
 * https://distribution.github.io/distribution/spec/api/
 */
export async function dockerRegistry(layer: Buffer, credentials: string): Promise<DockerRegistry> {
  const config = Buffer.from(
    JSON.stringify({
      ...{ architecture: "amd64", os: "linux", config: { Cmd: ["x"] } },
      rootfs: { type: "layers", diff_ids: [digestOf(layer)] },
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: kind("distribution.manifest.v2+json"),
      config: { mediaType: kind("container.image.v1+json"), size: config.length, digest: digestOf(config) },
      layers: [{ mediaType: kind("image.rootfs.diff.tar"), size: layer.length, digest: digestOf(layer) }],
    }),
  );
  const manifests = [`/v2/fixture/manifests/1`, `/v2/fixture/manifests/${digestOf(manifest)}`];
  const blobs = new Map([config, layer].map((bytes) => [`/v2/fixture/blobs/${digestOf(bytes)}`, bytes]));

  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (request.headers.authorization !== `Basic ${Buffer.from(credentials).toString("base64")}`) {
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="fixture"' }).end();
    } else if (path === "/v2/") {
      send(response, "application/json", Buffer.from("{}"));
    } else if (manifests.includes(path)) {
      send(response, kind("distribution.manifest.v2+json"), manifest);
    } else {
      send(response, "application/octet-stream", blobs.get(path));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, type: string, bytes: Buffer | undefined): void {
  if (!bytes) {
    response
      .writeHead(404)
      .end(JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "unknown" }] }));
    return;
  }
  const headers = {
    "Content-Type": type,
    "Content-Length": bytes.length,
    "Docker-Content-Digest": digestOf(bytes),
  };
  response.writeHead(200, headers).end(bytes);
}
