/** Which keys a sum is over: those of one database and type whose expiry falls into one stretch of time. */
export interface Bucket {
  readonly database: number;
  /** As TYPE says it: `string`, `list`, `hash`, `set`, `zset`, `stream`. */
  readonly type: string;
  /** When the first of them may expire, in ms since 1970; null of those that never do. */
  readonly expiresFrom: number | null;
  readonly keys: number;
  /** The sum of a 140-bit hash of each key: its name, its value, and when it expires. In hexadecimal. */
  readonly sum: string;
}

/** Everything a server holds, in a size that does not grow with the number of keys. */
export interface Fingerprint {
  /** Where the stretches of time are counted from; fingerprints with different ones cannot be compared. */
  readonly epoch: number;
  /** The server's clock when the last key had been read, in ms since 1970. */
  readonly readUntil: number;
  readonly buckets: readonly Bucket[];
  /** Libraries of functions by name, each with a hash of its code; empty where the server knows none. */
  readonly functions: Readonly<Record<string, string>>;
}
