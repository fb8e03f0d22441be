import { dockerRuntime } from "../../src/runtime/docker/docker-runtime.ts";

// Puts a file of `argv[4]` bytes in the place of `argv[3]` in the container `argv[2]`.
const [, , container = "", path = "", length = ""] = process.argv;
const { runtime } = await dockerRuntime();
process.stdout.write("begins\n");
await runtime.replaceFile(container, path, "n".repeat(Number(length)));
