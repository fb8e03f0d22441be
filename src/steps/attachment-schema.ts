import { z } from "zod";

/** A network attachment as it is kept in the journal, so that a rollback after a crash knows it. */
export const attachmentSchema = z.strictObject({
  network: z.string(),
  networkId: z.string(),
  aliases: z.array(z.string()),
  ipv4: z.string().nullable(),
  ipv6: z.string().nullable(),
  links: z.array(z.string()),
  driverOptions: z.record(z.string(), z.string()),
});

export type StoredAttachment = z.infer<typeof attachmentSchema>;
