import { connect, createServer, type Socket } from "node:net";

/** This machine's engine on a port of the loopback interface, as it is for people who open one. */
export async function engineByTcp(): Promise<{ readonly port: number; close(): void }> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ path: "/var/run/docker.sock", allowHalfOpen: true });
    const pair = [near, far];
    for (const socket of pair) {
      open.add(socket);
      socket.on("error", () => pair.forEach((each) => each.destroy()));
      socket.on("close", () => open.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return {
    port: address.port,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
