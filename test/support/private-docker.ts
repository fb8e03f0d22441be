import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { docker, until } from "./containers.ts";
import { makeCertificates } from "./private-docker-certificates.ts";
import { openSshDoor, type SshDoor } from "./private-docker-ssh.ts";

/** A Docker engine of a test's own, in namespaces of its own: nothing of it is seen from the machine's engine. */
export interface PrivateDocker {
  /** What DOCKER_HOST says on this machine, where the socket can be reached through the file system. */
  readonly host: string;
  /** What it says inside its network, with the keys of `certificates`. */
  readonly tlsHost: string;
  /** A directory with ca.pem, cert.pem and key.pem. */
  readonly certificates: string;
  readonly directory: string;
  /** Where it keeps images, containers and volumes. */
  readonly disk: string;
  /** Brings an image of the machine's engine in. */
  load(image: string): Promise<void>;
  /** The words that run a command inside the engine's network. */
  inNetwork: readonly string[];
  /** Starts an sshd through which the engine can be reached, for whoever has the key. */
  openSsh(): Promise<SshDoor>;
  /** Ends the engine outright; what runs in containers goes on. */
  kill(): Promise<void>;
  /** Starts it again, over whatever it left. It answers when this returns. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

const tlsPort = 2376;

/**
 * As root, in new mount, network and process namespaces: the process that is returned is the first one in them, so
 * that with it everything in them ends. `/run` is empty there: the machine's containerd would be taken for its own.
 *
 * It waits beside the engine. One that was killed is started again when it is asked for; the number its containerd has
 * left behind would be that of somebody else then, and be waited for.
 */
const enter = `
set -e
ip link set lo up
mount -t tmpfs tmpfs /run
mkdir /run/sshd
mount --bind "$1/passwd" /etc/passwd
set +e
trap 'kill "$engine"; wait "$engine"; exit 0' TERM
while :; do
  rm -f "$1/docker.pid" "$1/exec/containerd/containerd.pid" "$1/again"
  dockerd --host "unix://$1/docker.sock" --host tcp://127.0.0.1:${tlsPort} --tlsverify \\
    --tlscacert "$1/ca.pem" --tlscert "$1/server.pem" --tlskey "$1/server-key.pem" \\
    --data-root "$1/data" --exec-root "$1/exec" --pidfile "$1/docker.pid" --config-file "$1/daemon.json" &
  engine=$!
  wait "$engine"
  while [ ! -e "$1/again" ]; do sleep 0.1; done
done
`;

/** @param size of a disk of its own, as `mount` takes it; where it is absent the machine's has all the room there is */
export async function startPrivateDocker({ size }: { readonly size?: string } = {}): Promise<PrivateDocker> {
  // Short: the path of a socket has room for 108 characters, and containerd's lies deeper.
  const directory = await mkdtemp("/tmp/dbshift-engine-");
  if (size !== undefined) await mountDisk(diskOf(directory), size);
  await makeCertificates(directory);
  await writeFile(join(directory, "daemon.json"), "{}");
  const passwords = await readFile("/etc/passwd", "utf8");
  const separated = "sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n";
  await writeFile(join(directory, "passwd"), /^sshd:/m.test(passwords) ? passwords : passwords + separated);
  const log = join(directory, "dockerd.log");
  const namespaces = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const engine = execa("unshare", [...namespaces, "sh", "-c", enter, "enter", directory], {
    ...{ stdin: "ignore", buffer: false, reject: false },
    stdout: { file: log },
    stderr: { file: log, append: true },
  });
  const host = `unix://${directory}/docker.sock`;
  const doors: SshDoor[] = [];
  let ended = false;
  void engine.then(() => (ended = true));
  const stop = async (): Promise<void> => {
    for (const door of doors) await door.close();
    if (!ended) {
      await removeContainers(host);
      // With the first process everything goes, mounts too.
      process.kill(Number(await childOf(engine.pid)), "SIGTERM");
      await engine;
    }
    if (size !== undefined) await execa("umount", ["--lazy", diskOf(directory)]);
    await rm(directory, { recursive: true, force: true });
  };
  const answers = (): Promise<void> =>
    until("the private engine", 60, async () => {
      if (ended) throw new Error(await readFile(log, "utf8"));
      return (await docker(["version"], { env: { DOCKER_HOST: host } })) !== "";
    });
  try {
    await answers();
    const pid = await childOf(engine.pid);
    return {
      ...{ host, directory, stop, disk: diskOf(directory), certificates: join(directory, "client") },
      tlsHost: `tcp://127.0.0.1:${tlsPort}`,
      inNetwork: ["nsenter", "--net", "--target", pid],
      load: async (image) => {
        await execa("docker", ["load"], {
          env: { DOCKER_HOST: host },
          stdin: { file: await save(image, directory) },
        });
      },
      openSsh: async () => {
        const door = await openSshDoor(directory, pid);
        doors.push(door);
        return door;
      },
      kill: async () => {
        const dockerd = await childOf(Number(pid), "dockerd");
        process.kill(Number(dockerd), "SIGKILL");
        await until("the end of the engine", 30, async () => (await childOf(Number(pid), "dockerd")) === "");
      },
      startAgain: async () => {
        await writeFile(join(directory, "again"), "");
        await answers();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const diskOf = (directory: string): string => join(directory, "data");

async function mountDisk(path: string, size: string): Promise<void> {
  await mkdir(path, { mode: 0o711 });
  await execa("mount", ["-t", "tmpfs", "-o", `size=${size},mode=711`, "tmpfs", path]);
}

/** As it is seen from here; empty where there is none. */
async function childOf(pid: number | undefined, name = ""): Promise<string> {
  const named = name === "" ? [] : ["--exact", name];
  const { stdout } = await execa("pgrep", ["--parent", String(pid), ...named], { reject: false });
  return stdout.trim();
}

async function removeContainers(host: string): Promise<void> {
  const env = { DOCKER_HOST: host };
  const ids = (await docker(["ps", "--all", "--quiet"], { env }).catch(() => "")).split("\n");
  if (ids[0] !== "") await docker(["rm", "--force", "--volumes", ...ids], { env });
}

async function save(image: string, directory: string): Promise<string> {
  const file = join(directory, "image.tar");
  // From the machine's own engine, whatever a test has made the usual one.
  await docker(["save", "--output", file, image], { env: { DOCKER_HOST: "" } });
  return file;
}
