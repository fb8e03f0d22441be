/** Where the run's own volume is mounted in its private servers and tools. */
export const workAt = "/dbshift";

export const hbaOnWork = `${workAt}/pg_hba.conf`;

export const dumpOnWork = `${workAt}/dump/cluster.sql`;
