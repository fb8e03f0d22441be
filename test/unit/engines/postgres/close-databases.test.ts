import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { closeDatabases } from "../../../../src/engines/postgres/close-databases.ts";

test("a name that a copy's description was given is SQL to psql and nothing to the shell (I15)", async () => {
  const directory = await mkdtemp(join(tmpdir(), "dbshift-psql-"));
  try {
    await writeFile(join(directory, "psql"), "#!/bin/sh\ncat\n", { mode: 0o755 });
    const name = 'x\nEND OF STATEMENTS\ntouch "$0.taken"; echo taken\n$(echo taken) `echo taken` \'"';
    const databases = [
      { name, allowsConnections: false },
      { name: "open", allowsConnections: true },
      { name: "template0", allowsConnections: false },
    ];
    const { script, sql } = closeDatabases({ databases } as never);
    const { stdout } = await execa("bash", ["-c", script, "restore", "1", "2", "3", "4", "5", sql], {
      env: { PATH: `${directory}:${process.env["PATH"] ?? ""}` },
    });
    expect(stdout).toBe(`ALTER DATABASE "${name.replaceAll('"', '""')}" WITH ALLOW_CONNECTIONS false;`);
  } finally {
    await rm(directory, { recursive: true });
  }
});
