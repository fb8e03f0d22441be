import { describe, expect, test } from "vitest";
import { postgresEngine } from "../../../../src/engines/postgres/engine.ts";
import { sampleContainer, sampleImage } from "./sample.ts";

const engine = postgresEngine();
const bare = { ...sampleContainer, environment: new Map<string, string>() };

describe("a container is one of PostgreSQL", () => {
  test.each(["postgres:15", "registry:5000/x/postgres", "bitnami/postgresql:15", "postgis/postgis:15-3.4"])(
    "by the image %s",
    (image) => {
      expect(engine.recognises({ ...bare, image }, undefined)).toBe(true);
    },
  );

  test("by what its image sets", () => {
    const image = "shop/database:3";
    expect(engine.recognises({ ...bare, image }, sampleImage)).toBe(true);
    expect(engine.recognises({ ...sampleContainer, image }, undefined)).toBe(true);
  });

  test.each([
    "redis:7",
    "prometheuscommunity/postgres-exporter",
    "postgrest/postgrest:v12",
    "x/postgres/tools:1",
  ])("and not by the image %s", (image) => {
    expect(engine.recognises({ ...bare, image }, undefined)).toBe(false);
  });
});

test("what belongs to a major carries it in its name", () => {
  expect(engine.suffix("16")).toBe("pg16");
});
