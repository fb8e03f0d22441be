import { expect, test } from "vitest";
import { isImageReference } from "../../../src/core/image-reference.ts";

test.each([
  "postgres",
  "postgres:16",
  "dbshift-fixtures/postgres:16",
  "registry.example:5000/team/db_one/postgres:16.4-alpine",
  "localhost/postgres__x:16",
  "[::1]:5000/postgres:16",
  `postgres@sha256:${"a".repeat(64)}`,
  `registry.example/postgres:16@sha256:${"a".repeat(64)}`,
  `sha256:${"a".repeat(64)}`,
])("%s names an image", (text) => {
  expect(isImageReference(text)).toBe(true);
});

test.each([
  "",
  "--yes",
  "-x",
  "../x",
  "x;touch y",
  "a b",
  "Postgres:16",
  "postgres:",
  "a//b",
  "postgres:16/",
  "x\ny",
])("%j names none", (text) => {
  expect(isImageReference(text)).toBe(false);
});
