import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { type HttpAnswer, problemAnswer, textAnswer } from "../../shared/platform/http.ts";
import { complaints } from "../../shared/platform/parse.ts";
import type { ReadSecrets } from "../../shared/platform/secrets.ts";
import { readVk, verifiedCommunity, vkCall } from "./channels/vk.ts";
import { keep, type KeepParts } from "./keep.ts";

export interface WebhookParts extends KeepParts {
  readonly secrets: ReadSecrets;
}

/**
 * Answers a call of VK's Callback API. Anything but `ok` with status 200 makes VK repeat the call, so `ok` is said only
 * when what the call carries is safe.
 */
export const acceptVk =
  (parts: WebhookParts) =>
  async (json: unknown, body: string): Promise<HttpAnswer> => {
    const call = vkCall.safeParse(json);
    if (!call.success)
      return problemAnswer(
        problemOf("malformed", "This is not a call of VK's Callback API.", [...complaints(call.error)]),
      );
    const known = await parts.secrets();
    const community =
      verifiedCommunity(call.data, known.vk) ?? verifiedCommunity(call.data, (await parts.secrets(known)).vk);
    if (community === undefined)
      return problemAnswer(problemOf("unauthorized", "The community is not known, or its secret is not this one."));
    if (call.data.type === "confirmation") return textAnswer(community.confirmation);
    const reading = readVk(call.data, community, parts.now());
    await keep(parts, { channel: "vk", centreId: community.centre ?? DEFAULT_CENTRE, reading, body });
    return textAnswer("ok");
  };
