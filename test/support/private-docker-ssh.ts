import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { freePort, until } from "./containers.ts";
import { testTools } from "./tools.ts";

export interface SshDoor {
  readonly host: string;
  /** A directory that holds a program `ssh` with a configuration of its own: for the front of PATH. */
  readonly bin: string;
  close(): Promise<void>;
}

/** Starts an sshd through which the engine in that directory, whose first process that is, can be reached. */
export async function openSshDoor(directory: string, pid: string): Promise<SshDoor> {
  const tools = testTools();
  const port = await freePort();
  const at = (name: string): string => join(directory, name);
  for (const name of ["host-key", "user-key"]) {
    await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", at(name)]);
  }
  // Since 9.8 the server is more than one program, and looks for the others where they would be installed.
  const parts = ["SshdSessionPath sshd-session", "SshdAuthPath sshd-auth"].flatMap((line) => {
    const [word = "", program = ""] = line.split(" ");
    const path = join(tools.sshd, "../../lib/openssh", program);
    return existsSync(path) ? [`${word} ${path}`] : [];
  });
  const server = [
    ...[`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${at("host-key")}`, "PidFile none", "UsePAM no"],
    ...[`AuthorizedKeysFile ${at("user-key.pub")}`, "StrictModes no", "PermitRootLogin yes"],
    ...["PasswordAuthentication no", `SetEnv DOCKER_HOST=unix://${at("docker.sock")}`, ...parts],
  ];
  await writeFile(at("sshd_config"), `${server.join("\n")}\n`);
  const hostKey = await readFile(at("host-key.pub"), "utf8");
  await writeFile(at("known_hosts"), `[127.0.0.1]:${port} ${hostKey}`);
  const configuration = at("ssh_config");
  const client = ["Host *", `IdentityFile ${at("user-key")}`, "IdentitiesOnly yes", "IdentityAgent none"];
  await writeFile(configuration, `${client.join("\n")}\nUserKnownHostsFile ${at("known_hosts")}\n`);
  const bin = at("bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "ssh"), `#!/bin/sh\nexec /usr/bin/ssh -F '${configuration}' "$@"\n`, {
    mode: 0o755,
  });
  const log = at("sshd.log");
  const inside = ["--mount", "--target", pid];
  const running = execa("nsenter", [...inside, tools.sshd, "-D", "-E", log, "-f", at("sshd_config")], {
    ...{ env: { LD_LIBRARY_PATH: tools.libraries }, stdin: "ignore", reject: false },
  });
  let ended: string | undefined;
  void running.then(({ stderr }) => (ended = stderr));
  const host = `ssh://${userInfo().username}@127.0.0.1:${port}`;
  await until("an sshd", 30, async () => {
    if (ended !== undefined) throw new Error(`sshd ended: ${ended}`);
    await execa(join(bin, "ssh"), ["-p", String(port), "127.0.0.1", "docker", "version"]);
    return true;
  });
  return {
    host,
    bin,
    close: async () => {
      running.kill();
      await running;
    },
  };
}
