import { DEFAULT_CENTRE, type MaxBot } from "../../contracts/secrets.ts";
import { DAY, type Instant } from "../../domain/time/instant.ts";
import { type Collector, webhookAt } from "../collector.ts";
import { editsBy, lookingAgain } from "../edits.ts";
import { apiOf } from "../way-back.ts";
import { maxAsks } from "./ask.ts";
import { type KnownChats, maxChats } from "./chats.ts";
import { OFFICIAL_API } from "./client.ts";
import { type HeardDialogue, maxDialogues } from "./dialogues.ts";
import { maxWebhook } from "./webhook.ts";

/** Where a bot is, as far as was heard. */
interface Heard {
  /** In which groups and channels, and since when. */
  readonly chatsOf: (source: string) => Promise<ReadonlyMap<string, Instant>>;
  readonly dialoguesOf: (source: string, now: Instant) => Promise<readonly HeardDialogue[]>;
}

/** Who edits a message wrote it of late, and was heard then. */
const EDITED_AFTER = 2 * DAY;

/** What a bot can be asked for; nothing when its API is not to be called. */
export const maxCollector = (
  bot: MaxBot,
  place: number,
  publicUrl: string,
  { chatsOf, dialoguesOf }: Heard,
): Collector | undefined => {
  const api = apiOf(bot, OFFICIAL_API);
  if ("byHand" in api) return undefined;
  const { id = String(place), centre = DEFAULT_CENTRE, ca: authority, chats: named = [] } = bot;
  const source = { name: id, centre };
  const ask = maxAsks({ ...api, authority });
  // Those named in the secrets were heard of at no moment: what is heard of one counts.
  const known: KnownChats = async () =>
    new Map([...named.map((chat) => [String(chat), 0] as const), ...(await chatsOf(id))]);
  const chats = maxChats(ask, source, known);
  const dialogues = maxDialogues(ask, source, (now) => dialoguesOf(id, now));
  const lively = maxDialogues(ask, source, async (now) =>
    (await dialoguesOf(id, now)).filter(({ heardAt }) => heardAt > now - EDITED_AFTER),
  );
  return {
    channel: "max",
    source,
    looks: [
      maxWebhook(ask, source, bot, webhookAt(publicUrl, "max")),
      chats,
      dialogues,
      editsBy("edits", (visit) => chats.ask(lookingAgain(visit))),
      editsBy("edits-in-dialogues", (visit) => lively.ask(lookingAgain(visit))),
    ],
  };
};
