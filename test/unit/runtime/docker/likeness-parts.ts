import type { LikenessChanges } from "../../../../src/ports/runtime.ts";
import type { ContainerJson, CreateJson, ImageJson } from "../../../../src/runtime/docker/engine-json.ts";
import { likeSpec } from "../../../../src/runtime/docker/like-spec.ts";

export const id = "ab12cd34ef56".padEnd(64, "0");

export const image15: ImageJson = {
  Id: "sha256:15",
  Config: {
    Env: [
      "PATH=/usr/lib/postgresql/15/bin:/bin",
      "PG_MAJOR=15",
      "PG_VERSION=15.8-1",
      "PGDATA=/data",
      "LANG=en_US.utf8",
    ],
    Entrypoint: ["docker-entrypoint.sh"],
    Cmd: ["postgres"],
    Volumes: { "/data": {} },
    ExposedPorts: { "5432/tcp": {} },
    Labels: { maintainer: "image" },
    StopSignal: "SIGINT",
    User: "",
    WorkingDir: "/",
  },
};

export const image18: ImageJson = {
  Id: "sha256:18",
  Config: {
    ...image15.Config,
    Cmd: ["postgres", "-D18"],
    Volumes: { "/lib": {} },
    Labels: { maintainer: "image 18" },
  },
};

export interface Parts {
  readonly config?: ContainerJson["Config"];
  readonly host?: ContainerJson["HostConfig"];
  readonly mounts?: ContainerJson["Mounts"];
  readonly networks?: ContainerJson["NetworkSettings"]["Networks"];
}

/** A container of image15 that its user gave nothing, and the given parts. */
export function container({ config = {}, host = {}, mounts = [], networks = {} }: Parts = {}): ContainerJson {
  return {
    Id: id,
    Name: "/db",
    Created: "2026-01-01T00:00:00Z",
    Image: image15.Id,
    State: { Status: "running", ExitCode: 0, StartedAt: "2026-01-01T00:00:00Z" },
    Config: { ...image15.Config, Hostname: id.slice(0, 12), Image: "postgres:15", ...config },
    HostConfig: { NetworkMode: "default", ...host },
    Mounts: mounts,
    NetworkSettings: { Networks: networks },
  };
}

export function specOf(
  parts: Parts = {},
  changes: Partial<LikenessChanges> = {},
  image: ImageJson = image15,
): CreateJson {
  const all = { name: "new", labels: { "dbshift.run": "r1" }, private: false, ...changes };
  return likeSpec({ original: container(parts), originalImage: image15, image, changes: all });
}

export const named = (name: string, at: string, readWrite = true) => ({
  ...{ Type: "volume", Name: name, Source: `/var/lib/docker/volumes/${name}/_data` },
  ...{ Destination: at, RW: readWrite },
});
