import type { Collector } from "../../shared/channels/collector.ts";
import { maxCollector } from "../../shared/channels/max/collector.ts";
import { okCollector } from "../../shared/channels/ok/collector.ts";
import { telegramCollector } from "../../shared/channels/telegram/collector.ts";
import { vkCollector } from "../../shared/channels/vk/collector.ts";
import type { Secrets } from "../../shared/contracts/secrets.ts";
import { chatsIn } from "../../shared/domain/signal/membership.ts";
import type { BotChats } from "../../shared/store/ports.ts";
import { type DialogueParts, heardDialogues } from "./heard-dialogues.ts";

interface CollectSettings {
  /** Where platforms call, as far as they can. */
  readonly PUBLIC_URL: string;
  readonly TELEGRAM: "on" | "off";
}

/** Where bots are that are given no list of it. */
interface Heard extends DialogueParts {
  readonly botChats: Pick<BotChats, "read">;
}

/** Every source whose platform may be asked. */
export const collectorsOf = (
  { vk, ok, max, telegram }: Secrets,
  { PUBLIC_URL: publicUrl, TELEGRAM: telegramIs }: CollectSettings,
  { botChats, ...heard }: Heard,
): readonly Collector[] =>
  [
    ...vk.map((community) => vkCollector(community, publicUrl)),
    ...ok.map((group, place) => okCollector(group, place, publicUrl)),
    ...max.map((bot, place) =>
      maxCollector(bot, place, publicUrl, {
        chatsOf: async (source) => chatsIn(await botChats.read("max", source)),
        dialoguesOf: heardDialogues(heard),
      }),
    ),
    ...(telegramIs === "on" ? telegram.map((bot, place) => telegramCollector(bot, place, publicUrl)) : []),
  ].flatMap((each) => each ?? []);
