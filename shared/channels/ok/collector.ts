import { DEFAULT_CENTRE, type Secrets } from "../../contracts/secrets.ts";
import { type Collector, webhookAt } from "../collector.ts";
import { editsBy, lookingAgain } from "../edits.ts";
import { apiOf } from "../way-back.ts";
import { okAsksAsPerson } from "./ask-as-person.ts";
import { okAsks } from "./ask.ts";
import { okChats } from "./chats.ts";
import { OFFICIAL_API } from "./client.ts";
import { okDiscussions } from "./discussions.ts";
import { okWebhook } from "./webhook.ts";

/** What a group can be asked for; nothing when its API is not to be called. */
export const okCollector = (group: Secrets["ok"][number], place: number, publicUrl: string): Collector | undefined => {
  const api = apiOf(group, OFFICIAL_API);
  if ("byHand" in api) return undefined;
  const { id = String(place), centre = DEFAULT_CENTRE, path, discussions } = group;
  const source = { name: id, centre };
  const ask = okAsks(api);
  const address = webhookAt(publicUrl, `ok/${path}`);
  const chats = okChats(ask, source);
  return {
    channel: "ok",
    source,
    looks: [
      ...(address === undefined ? [] : [okWebhook(ask, address)]),
      chats,
      editsBy("edits", (visit) => chats.ask(lookingAgain(visit))),
      ...(discussions === undefined
        ? []
        : okDiscussions(okAsksAsPerson(api.base, discussions), { name: String(discussions.groupId), centre })),
    ],
  };
};
