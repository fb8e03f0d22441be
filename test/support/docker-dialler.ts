import { dockerRuntime } from "../../src/runtime/docker/docker-runtime.ts";

// Dials `argv[2]` at port `argv[3]`, and stays until it is killed.
const [, , container = "", port = ""] = process.argv;
const { runtime } = await dockerRuntime();
const stream = await runtime.dial(container, Number(port));
stream.resume();
