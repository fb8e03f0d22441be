import type { Attachment } from "../ports/runtime.ts";
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

export function toStored(attachment: Attachment): StoredAttachment {
  const { network, networkId, aliases, ipv4, ipv6, links, driverOptions } = attachment;
  const lists = { aliases: [...aliases], links: [...links], driverOptions: { ...driverOptions } };
  return { network, networkId, ipv4: ipv4 ?? null, ipv6: ipv6 ?? null, ...lists };
}

export function fromStored(stored: StoredAttachment): Attachment {
  return { ...stored, ipv4: stored.ipv4 ?? undefined, ipv6: stored.ipv6 ?? undefined };
}
