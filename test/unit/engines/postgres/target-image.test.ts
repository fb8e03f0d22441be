import { describe, expect, test } from "vitest";
import { targetImage } from "../../../../src/engines/postgres/target-image.ts";

describe("the target image keeps repository and variant, and changes the version", () => {
  test.each([
    ["postgres:15", "postgres:16"],
    ["postgres:15.8", "postgres:16"],
    ["postgres:15-bookworm", "postgres:16-bookworm"],
    ["postgres:15.8-bookworm", "postgres:16-bookworm"],
    ["postgres:15.8-alpine3.20", "postgres:16-alpine3.20"],
    ["registry:5000/x/postgres:15.8-alpine", "registry:5000/x/postgres:16-alpine"],
    ["docker.io/library/postgres:15", "docker.io/library/postgres:16"],
    ["postgis/postgis:15-3.4", "postgis/postgis:16-3.4"],
    ["postgres:15beta2", "postgres:16"],
    ["postgres:9.6.24-alpine", "postgres:16-alpine"],
  ])("%s becomes %s", (source, target) => {
    expect(targetImage(source, "16")).toBe(target);
  });
});

describe("there is no telling the target image", () => {
  test.each([
    ["of an image without a tag", "postgres"],
    ["of a registry with a port and no tag", "registry:5000/postgres"],
    ["of latest", "postgres:latest"],
    ["of a variant alone", "postgres:alpine"],
    ["of a digest", `postgres@sha256:${"a".repeat(64)}`],
    ["of a tag with a digest", `postgres:15@sha256:${"a".repeat(64)}`],
    ["of an image id", `sha256:${"a".repeat(64)}`],
    ["where the version is not at the start", "pgvector/pgvector:pg15"],
    ["where the version at the start is something else's", "timescale/timescaledb:2.14.2-pg15"],
    ["where the start may be something else's", "timescale/timescaledb:15.1-pg15"],
    ["of an empty tag", "postgres:"],
  ])("%s", (_, source) => {
    expect(targetImage(source, "16")).toBeUndefined();
  });
});
