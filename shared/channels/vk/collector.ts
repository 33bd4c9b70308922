import { DEFAULT_CENTRE, type VkCommunity } from "../../contracts/secrets.ts";
import { type Collector, webhookAt } from "../collector.ts";
import { apiOf } from "../way-back.ts";
import { vkAsks } from "./ask.ts";
import { OFFICIAL_API } from "./client.ts";
import { vkDialogues } from "./dialogues.ts";
import { vkMedia } from "./media.ts";
import { vkWall } from "./wall.ts";
import { vkWebhook } from "./webhook.ts";

/** A person's or an application's token makes three calls a second. */
const PAUSE_MILLISECONDS = 340;

/** What a community can be asked for; nothing without a token, or when its API is not to be called. */
export const vkCollector = (community: VkCommunity, publicUrl: string): Collector | undefined => {
  const api = apiOf(community, OFFICIAL_API);
  if ("byHand" in api) return undefined;
  const { groupId, centre = DEFAULT_CENTRE, userToken, serviceToken } = community;
  const source = { name: String(groupId), centre };
  const ask = vkAsks(api);
  // VK says no to a community's own token here: it is asked all the same, once a day, for that is VK's to say.
  const other = userToken ?? serviceToken;
  const askWall = other === undefined ? ask : vkAsks({ ...api, token: other, pauseMilliseconds: PAUSE_MILLISECONDS });
  const address = webhookAt(publicUrl, "vk");
  return {
    channel: "vk",
    source,
    looks: [
      ...(address === undefined ? [] : [vkWebhook(ask, community, address)]),
      vkDialogues(ask, source),
      ...vkWall(askWall, source, { suggested: userToken !== undefined, edited: other !== undefined }),
      ...(other === undefined ? [] : vkMedia(askWall, source, { asPerson: userToken !== undefined })),
    ],
  };
};
