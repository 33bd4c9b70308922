import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What a command sends; it proves that who runs it can read the data directory. */
export const OWNER_HEADER = "x-otklik-owner";

/** Whether a request comes from the user whose data directory it is: loopback is open to everyone on the machine. */
export function isOwners({ headers }: IncomingMessage, ownerKey: string): boolean {
  const given = Buffer.from(String(headers[OWNER_HEADER] ?? ""));
  const expected = Buffer.from(ownerKey);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
