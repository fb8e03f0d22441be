import type { Finding } from "../core/finding.ts";

/** One thing about this host. `lacks`: runs do not go, or not as usual. `unknown`: it could not be found out. */
export interface HostCheck {
  readonly name: string;
  readonly state: "has" | "lacks" | "unknown";
  readonly text: string;
  /** What to do, where it is lacking. */
  readonly remedy?: string;
}

/** A container that looks like a database dbshift knows, and what an upgrade to the next major would find. */
export interface ExaminedContainer {
  readonly container: string;
  readonly engine: string;
  readonly image: string;
  readonly state: string;
  /** Null where the server could not be asked; so are the next two. */
  readonly version: string | null;
  readonly sizeBytes: number | null;
  readonly to: string | null;
  readonly findings: readonly Finding[];
}

/** A database in a volume that nobody named or nothing uses. */
export interface FoundVolume {
  readonly volume: string;
  readonly engine: string;
  readonly anonymous: boolean;
  /** That have it, running or not. */
  readonly containers: readonly string[];
  readonly major: string;
  readonly sizeBytes: number;
  readonly lastWrite: string;
}

export interface DoctorReport {
  readonly host: readonly HostCheck[];
  readonly containers: readonly ExaminedContainer[];
  readonly volumes: readonly FoundVolume[];
  /** How many volumes were looked into. */
  readonly volumesRead: number;
  readonly unread: readonly { readonly volume: string; readonly reason: string }[];
}
