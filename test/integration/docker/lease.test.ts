import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LeaseKeeper } from "../../../src/ports/lease.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { leaseName } from "../../../src/runtime/docker/lease-container.ts";
import { describeLeases, holder } from "../../contract/lease-contract.ts";
import { ensureBusybox } from "../../support/docker-busybox.ts";
import { dockerSandbox, type DockerSandbox } from "../../support/docker-sandbox.ts";

/** Leases carry labels of their own, so what the test leaves behind is removed by the names it gave. */
async function removeLeases(sandbox: DockerSandbox): Promise<void> {
  const query = ["ps", "--all", "--quiet", "--filter", `name=${leaseName(sandbox.name(""))}`];
  const ids = (await sandbox.docker(...query)).split("\n").filter(Boolean);
  for (const id of ids) await sandbox.docker("rm", "--force", "--volumes", id);
  await sandbox.remove();
}

describeLeases("Docker", async () => {
  const { one: image } = await ensureBusybox();
  const { leases } = await dockerRuntime();
  const sandbox = dockerSandbox();
  return {
    leases,
    image,
    volume: (what) => sandbox.name(what),
    async breakLease(volume) {
      await sandbox.docker("kill", leaseName(volume));
    },
    async occupy(volume) {
      await sandbox.docker("create", "--name", leaseName(volume), image);
    },
    remove: () => removeLeases(sandbox),
  };
});

interface Contender {
  readonly child: PromiseLike<unknown> & { kill(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): boolean };
  /** What it has printed so far. */
  said: string;
}

describe("a lease and the process that holds it (I8)", () => {
  const sandbox = dockerSandbox();
  const running: Contender[] = [];
  let leases: LeaseKeeper;
  let image: string;

  beforeAll(async () => {
    ({ one: image } = await ensureBusybox());
    ({ leases } = await dockerRuntime());
  });
  afterAll(async () => {
    for (const { child } of running) child.kill("SIGKILL");
    await removeLeases(sandbox);
  });

  function want(volume: string, run: string): Contender {
    const argv = [
      fileURLToPath(new URL("../../support/docker-holder.ts", import.meta.url)),
      volume,
      image,
      run,
    ];
    const child = execa(process.execPath, argv, { reject: false });
    const contender = { child, said: "" };
    child.stdout.on("data", (chunk) => (contender.said += String(chunk)));
    running.push(contender);
    return contender;
  }

  const outcome = async (contender: Contender): Promise<string> => {
    await expect.poll(() => contender.said, { timeout: 120_000 }).not.toBe("");
    return contender.said.trim();
  };

  const acquired = (volume: string) =>
    leases.acquire(volume, image, holder("next")).then((lease) => lease.release());

  test("a holder that is killed frees it within seconds, and the next run needs no help", async () => {
    const volume = sandbox.name("killed");
    const contender = want(volume, "r1");
    expect(await outcome(contender)).toBe("held");
    contender.child.kill("SIGKILL");
    await contender.child;
    await expect.poll(() => leases.holderOf(volume), { timeout: 5_000 }).toBeUndefined();
    await acquired(volume);
  });

  test("a holder that is stopped keeps it, and still has it when it goes on", async () => {
    const volume = sandbox.name("stopped");
    const contender = want(volume, "r1");
    expect(await outcome(contender)).toBe("held");
    contender.child.kill("SIGSTOP");
    const until = Date.now() + 6_000;
    while (Date.now() < until) {
      await expect(acquired(volume)).rejects.toThrow(/Another run/);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    contender.child.kill("SIGCONT");
    expect((await leases.holderOf(volume))?.run).toBe("r1");
    contender.child.kill("SIGKILL");
    await contender.child;
    expect(contender.said).toBe("held\n");
  });

  test("a holder whose lease is taken from outside is told", async () => {
    const volume = sandbox.name("taken");
    const contender = want(volume, "r1");
    expect(await outcome(contender)).toBe("held");
    await sandbox.docker("rm", "--force", leaseName(volume));
    await expect.poll(() => contender.said, { timeout: 10_000 }).toBe("held\nlost\n");
  });

  test("of twenty processes that want it at once exactly one gets it", async () => {
    const volume = sandbox.name("crowd");
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => outcome(want(volume, `r${index}`))),
    );
    expect(outcomes.filter((each) => each === "held")).toHaveLength(1);
    expect(outcomes.filter((each) => each === "refused")).toHaveLength(19);
  });

  test("one that died before it began holds nothing for ever", async () => {
    const volume = sandbox.name("unbegun");
    const labels = [
      "--label",
      "dbshift.role=lease",
      "--label",
      `dbshift.holder=${JSON.stringify(holder("r1"))}`,
    ];
    await sandbox.docker("create", "--name", leaseName(volume), ...labels, image, "cat");
    await expect(acquired(volume)).rejects.toThrow(/Another run/);
    await expect
      .poll(() => acquired(volume).then(() => "free", String), { timeout: 60_000, interval: 1_000 })
      .toBe("free");
  });
});
