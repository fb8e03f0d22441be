import { z } from "zod";

/** How a server was logged in to: enough to do it again, without the password. */
export const login = z.object({
  role: z.string().min(1),
  /** A database this way is known to lead to. */
  database: z.string().min(1),
  port: z.int().min(1).max(65535),
  /**
   * Where the password comes from: `trust` wants none; `environment` and `file` are POSTGRES_PASSWORD and
   * POSTGRES_PASSWORD_FILE of the container; `person` was asked.
   */
  way: z.enum(["trust", "environment", "file", "person"]),
});

export type Login = z.infer<typeof login>;
