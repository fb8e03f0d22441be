import { describe, expect, test } from "vitest";
import { parseContents } from "../../../../src/engines/postgres/inspect-image.ts";

const nonce = "5f0c";
const printed = `
${nonce} postgres
postgres (PostgreSQL) 16.4 (Debian 16.4-1.pgdg120+1)

${nonce} missing

${nonce} extensions
hstore
plpgsql

${nonce} libraries
plpgsql

${nonce} unknown-settings
stats_temp_directory

${nonce} locales
C
en_US.utf8
listed

${nonce} libc
glibc

${nonce} icu
yes

${nonce} user
999

${nonce} end
`;

describe("what an image printed", () => {
  test("is read section by section", () => {
    expect(parseContents(printed, nonce)).toEqual({
      postgres: "16",
      missing: [],
      extensions: new Set(["hstore", "plpgsql"]),
      libraries: new Set(["plpgsql"]),
      unknownSettings: ["stats_temp_directory"],
      locales: ["C", "en_US.utf8"],
      libc: "glibc",
      icu: true,
      hasPostgresUser: true,
    });
  });

  test("tells a list of locales that could not be had from an empty one", () => {
    expect(parseContents(printed.replace("C\nen_US.utf8\nlisted\n", ""), nonce).locales).toBeUndefined();
    expect(parseContents(printed.replace("C\nen_US.utf8\n", ""), nonce).locales).toEqual([]);
  });

  test.each([
    ["nothing", ""],
    ["an end too early", printed.slice(0, printed.indexOf(`${nonce} icu`))],
    ["another nonce", printed.replaceAll(nonce, "0000")],
    ["a section twice", printed.replace(`${nonce} libc`, `${nonce} icu\n\n${nonce} libc`)],
  ])("is refused with %s", (_, text) => {
    expect(() => parseContents(text, nonce)).toThrow("something else");
  });

  test("has no version where the server says nothing, or something else", () => {
    expect(
      parseContents(printed.replace("postgres (PostgreSQL) 16.4", "MySQL 16.4"), nonce).postgres,
    ).toBeUndefined();
  });
});
