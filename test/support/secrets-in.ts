import type { Secrets } from "./planted-secrets.ts";

/** The places whose secrets are in a text, as they are or in a coding that anybody undoes. */
export function secretsIn(text: string, secrets: Secrets): string[] {
  return Object.entries(secrets)
    .filter(([, { core }]) => formsOf(core).some((form) => text.includes(form)))
    .map(([place]) => place);
}

function formsOf(core: string): string[] {
  const bytes = Buffer.from(core);
  return [core, bytes.toString("hex"), ...[0, 1, 2].flatMap((before) => base64Of(bytes, before))];
}

/** By how many bytes come before it in a group of three, as much as what is around it leaves alone. */
function base64Of(bytes: Buffer, before: number): string[] {
  const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
  return (["base64", "base64url"] as const).map((coding) => shifted.toString(coding).slice(4, -4));
}
