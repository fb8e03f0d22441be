/**
 * The target's pg_hba.conf until the pivot. It admits nobody over the network and nobody over the socket: a client that
 * reaches the published port or the alias is turned away by the server itself. Only the container's own loopback gets
 * in, and no other container may share that (preflight refuses one that does).
 */
export const gateRules = `# dbshift keeps clients out until the data is verified.
host all all 127.0.0.1/32 trust
`;

/** Beside the gate, in the data directory: the source's own rules, put in its place by the pivot. */
export const carriedRules = "pg_hba.carried.conf";
