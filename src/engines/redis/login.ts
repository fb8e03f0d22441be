import { z } from "zod";

/** How a server was logged in to: enough to do it again, without the password. */
export const login = z.object({
  port: z.int().min(1).max(65535),
  /**
   * Where the password of the user `default` comes from: `open` wants none; `arguments` and `file` are requirepass in the
   * container's command and in the configuration file that names; `person` was asked.
   */
  way: z.enum(["open", "arguments", "file", "person"]),
});

export type Login = z.infer<typeof login>;
