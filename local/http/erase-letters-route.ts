import * as z from "zod/mini";
import type { DeadLetters } from "./dead-letters.ts";
import type { HttpAnswer } from "./http-answer.ts";
import type { LocalRequest } from "./local-request.ts";
import { isOwners } from "./owner.ts";
import { parsedJson } from "./parsed-json.ts";
import { problem } from "./problem.ts";

const order = z.strictObject({ pseudonym: z.string().check(z.minLength(16)) });

/** Erases what lies of a citizen among the dead letters, for the owner of the installation. */
export async function eraseLettersRoute(
  letters: DeadLetters,
  ownerKey: string,
  { request, body }: LocalRequest,
): Promise<HttpAnswer> {
  if (!isOwners(request, ownerKey))
    return problem(403, "Forbidden", "Letters are erased by npm run citizen, by the user whose data directory it is.");
  const parsed = order.safeParse(parsedJson(body));
  if (!parsed.success) return problem(400, "The request cannot be carried out", "Send pseudonym.");
  const erased = await letters.erase(parsed.data.pseudonym);
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ erased }) };
}
