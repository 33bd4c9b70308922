import { maxWayBack } from "../../shared/channels/max/client.ts";
import { okWayBack } from "../../shared/channels/ok/client.ts";
import { telegramWayBack } from "../../shared/channels/telegram/client.ts";
import { vkWayBack } from "../../shared/channels/vk/client.ts";
import type { ByHand, WayBack, WrittenAt } from "../../shared/channels/way-back.ts";
import type { Secrets } from "../../shared/contracts/secrets.ts";
import type { KeptSignal } from "../../shared/domain/signal/signal.ts";
import { mailWayBack } from "./mail-way-back.ts";

interface Surroundings {
  readonly secrets: Secrets;
  readonly telegram: "on" | "off";
  /** What the centre is called. */
  readonly centre: string;
}

/** The way back to where a message was written, or to whoever wrote it. */
export type FindWayBack = (
  place: WrittenAt & Pick<KeptSignal, "id" | "text">,
  surroundings: Surroundings,
) => WayBack | ByHand;

/** By the platforms' own APIs, and by mail. */
export const findWayBack: FindWayBack = (place, { secrets, telegram, centre }) => {
  switch (place.channel) {
    case "vk":
      return vkWayBack(place, secrets.vk);
    case "ok":
      return okWayBack(place, secrets.ok);
    case "max":
      return maxWayBack(place, secrets.max);
    case "telegram":
      return telegram === "off" ? { byHand: "switched-off" } : telegramWayBack(place, secrets.telegram);
    case "form":
    case "partner":
      return mailWayBack(place, centre, secrets.smtp);
    case "open311":
    case "pos":
      return { byHand: "no-way-back" };
    default:
      return place.channel satisfies never;
  }
};
