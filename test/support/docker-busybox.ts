import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** Two tiny images that differ as two versions of one server do: in variables, commands and VOLUME paths. */
export const busybox = {
  one: "dbshift-fixtures/busybox:1",
  two: "dbshift-fixtures/busybox:2",
} as const;

const common = {
  Entrypoint: ["/bin/entry"],
  StopSignal: "SIGINT",
  ExposedPorts: { "5432/tcp": {} },
  Healthcheck: { Test: ["CMD", "true"], Interval: 30_000_000_000, Retries: 5 },
};
const versions = {
  [busybox.one]: {
    ...common,
    Env: ["PATH=/bin", "PG_MAJOR=1", "PGDATA=/data", "LANG=C"],
    Cmd: ["serve"],
    Volumes: { "/data": {} },
    Labels: { vendor: "fixture", version: "1" },
  },
  [busybox.two]: {
    ...common,
    Env: ["PATH=/bin", "PG_MAJOR=2", "PGDATA=/data/2", "LANG=C"],
    Cmd: ["serve", "--two"],
    Volumes: { "/data": {}, "/extra": {} },
    Labels: { vendor: "fixture", version: "2" },
  },
};

// Ends on the image's stop signal, as a server does; anything else it is told to run, it runs.
const entry = `#!/bin/sh
[ "$1" = serve ] || exec "$@"
trap 'echo stopped; exit 0' INT
echo "serving $*"
while :; do sleep 0.1; done
`;

/** Debian's busybox-static and nothing else: a system with `nc` and without bash. */
export async function ensureBusybox(): Promise<typeof busybox> {
  const found = await execa("docker", ["image", "inspect", busybox.one, busybox.two], { reject: false });
  if (found.exitCode !== 0) await build();
  return busybox;
}

async function build(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "dbshift-busybox-"));
  try {
    await execa("apt-get", ["download", "-qq", "busybox-static"], { cwd: directory });
    const assemble = `
      set -eu
      dpkg-deb -x busybox-static_*.deb package
      mkdir -p root/bin root/tmp root/etc root/data root/run
      find package -type f -path "*/bin/busybox" -exec cp {} root/bin/busybox \\;
      for program in $(root/bin/busybox --list | grep -vx busybox); do ln -s busybox "root/bin/$program"; done
      cat >root/bin/entry
      chmod 755 root/bin/entry
      chmod 1777 root/tmp
      tar -C root -cf root.tar .
    `;
    await execa("sh", ["-c", assemble], { cwd: directory, input: entry });
    for (const [image, config] of Object.entries(versions)) await load(directory, image, config);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** As an image archive: `docker import` of older engines takes no stop signal. */
async function load(directory: string, image: string, config: object): Promise<void> {
  const layer = await readFile(join(directory, "root.tar"));
  const digest = createHash("sha256").update(layer).digest("hex");
  const json = {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config,
    rootfs: { type: "layers", diff_ids: [`sha256:${digest}`] },
  };
  const manifest = [{ Config: "image.json", RepoTags: [image], Layers: ["root.tar"] }];
  await writeFile(join(directory, "image.json"), JSON.stringify(json));
  await writeFile(join(directory, "manifest.json"), JSON.stringify(manifest));
  await execa("tar", ["-cf", "image.tar", "manifest.json", "image.json", "root.tar"], { cwd: directory });
  await execa("docker", ["load", "--input", "image.tar"], { cwd: directory });
}
