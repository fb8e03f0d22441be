import { expect, test } from "vitest";
import { blocker, info } from "../../../src/core/finding.ts";
import { doctorText } from "../../../src/report/doctor-text.ts";

const nothing = { host: [], containers: [], volumes: [], volumesRead: 0, unread: [] };
const known = { engine: "postgres", image: "postgres:15", state: "running" };
const longest = (text: string): number => Math.max(...text.split("\n").map((line) => line.length));

test("what a host has, lacks and does not tell is told apart, with what to do", () => {
  const said = doctorText({
    ...nothing,
    host: [
      { name: "Docker", state: "has", text: "27.0" },
      {
        name: "Journals",
        state: "lacks",
        text: `/x${" can be written to by others".repeat(3)}.`,
        remedy: "Do.",
      },
      { name: "Free space", state: "unknown", text: "cannot be looked at" },
    ],
  });
  expect(said).toContain("  ✔ Docker     27.0\n");
  expect(said).toMatch(/ {2}✗ Journals {3}\/x can be.*\n {15}.*others\.\n {15}Do\./);
  expect(said).toContain("  ? Free space cannot be looked at\n");
  expect(longest(said)).toBeLessThanOrEqual(80);
});

test("of each container that stands which would be refused, and why; notes are left to the plan", () => {
  const findings = [
    blocker("AUTO-REMOVE", { summary: "It was started with --rm" }),
    info("PG-SPACE", { summary: "fine" }),
  ];
  const asked = { version: "15.4", sizeBytes: 1024, to: "16" };
  const unasked = { version: null, sizeBytes: null, to: null, state: "exited" };
  const said = doctorText({
    ...nothing,
    containers: [
      { ...known, ...asked, container: "shop", findings },
      { ...known, ...asked, container: "blog", findings: [] },
      { ...known, ...unasked, container: "old", findings },
    ],
  });
  expect(said).toContain("✗ shop\n    15.4, 1.0 KiB, postgres:15\n    An upgrade to 16 would be refused:\n");
  expect(said).toContain("✗ AUTO-REMOVE  It was started with --rm");
  expect(said).not.toContain("PG-SPACE");
  expect(said).toMatch(/✔ blog\n.*\n {4}Nothing that was looked at stands in the way of an upgrade to 16\./);
  expect(said).toContain("✗ old\n    exited, postgres:15\n    An upgrade would be refused:\n");
});

test("a volume is shown with version, size, last write and who has it, names made harmless, and the promise that it stays", () => {
  const cluster = {
    engine: "PostgreSQL",
    major: "13",
    sizeBytes: 2048,
    lastWrite: "2026-01-02T03:04:05.000Z",
  };
  const said = doctorText({
    ...nothing,
    volumes: [
      { ...cluster, volume: "old\u001b[2J", anonymous: false, containers: [] },
      { ...cluster, volume: "f".repeat(64), anonymous: true, containers: ["shop"] },
    ],
    volumesRead: 3,
    unread: [{ volume: "nfs", reason: "it has options of its own" }],
  });
  expect(said).toContain(String.raw`old\x1b[2J`);
  expect(said).toMatch(/PostgreSQL 13, 2\.0 KiB, last write 2026-01-0.*\n {4}no container has it\n/);
  expect(said).toContain("nobody named it; of container shop\n");
  expect(said).toContain("? nfs\n      was not looked into: it has options of its own");
  expect(said).toMatch(/3 volumes were looked into, read-only/);
  expect(said).toContain("dbshift never removes such volumes.");
  expect(longest(said)).toBeLessThanOrEqual(80);
});

test("where no volume was looked into and none was found, nothing is claimed of any", () => {
  expect(doctorText(nothing)).not.toMatch(/looked into|removes/);
});
