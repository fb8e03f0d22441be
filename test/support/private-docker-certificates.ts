import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/**
 * An authority, a server it vouches for under 127.0.0.1, and in `client/` what a client needs, named as Docker wants it.
 */
export async function makeCertificates(directory: string): Promise<void> {
  await mkdir(join(directory, "client"));
  await writeFile(join(directory, "names"), "subjectAltName=IP:127.0.0.1\n");
  const openssl = (...args: readonly string[]) => execa("openssl", args, { cwd: directory });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await openssl(
    "req",
    "-x509",
    ...key,
    "-subj",
    "/CN=authority",
    "-days",
    "2",
    ...out("ca-key.pem", "ca.pem"),
  );
  for (const [name, path, more] of [
    ["server", "server", ["-extfile", "names"]],
    ["client", "client/", []],
  ] as const) {
    const [keyFile, file] =
      name === "client" ? [`${path}key.pem`, `${path}cert.pem`] : [`${path}-key.pem`, `${path}.pem`];
    await openssl("req", ...key, "-subj", `/CN=${name}`, ...out(keyFile, `${name}.csr`));
    const signed = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-days", "2", ...more];
    await openssl("x509", "-req", "-in", `${name}.csr`, "-out", file, ...signed);
  }
  await writeFile(join(directory, "client", "ca.pem"), await readFile(join(directory, "ca.pem")));
}

const out = (key: string, file: string): string[] => ["-keyout", key, "-out", file];
