import { describe, expect, test } from "vitest";
import { findingsOnCommand } from "../../../../src/engines/postgres/findings-on-command.ts";
import { sampleContainer, sampleImage } from "./sample.ts";

describe("what the container starts", () => {
  test("is fine where it is the image's own postgres with settings", () => {
    const container = { ...sampleContainer, command: ["postgres", "-c", "work_mem=8MB"] };
    expect(findingsOnCommand(container, sampleImage)).toEqual([]);
  });

  test("is refused where it is something else", () => {
    const container = { ...sampleContainer, command: ["sh", "-c", "exec postgres"] };
    const [found] = findingsOnCommand(container, sampleImage);
    expect(found).toMatchObject({ code: "PG-COMMAND", severity: "blocker" });
    expect(found?.detail).toContain('["sh","-c","exec postgres"]');
  });

  test("is refused with arguments nobody here knows, and names them", () => {
    const container = { ...sampleContainer, command: ["postgres", "-T", "--single"] };
    expect(findingsOnCommand(container, sampleImage)).toMatchObject([
      { code: "PG-ARGUMENTS", severity: "blocker", detail: "-T\n--single" },
    ]);
  });
});
