import type { Secrets } from "../../shared/contracts/secrets.ts";
import { maxWayBack } from "../../shared/channels/max/client.ts";
import { okWayBack } from "../../shared/channels/ok/client.ts";
import { telegramWayBack } from "../../shared/channels/telegram/client.ts";
import { vkWayBack } from "../../shared/channels/vk/client.ts";
import type { ByHand, Place, WayBack } from "../../shared/channels/way-back.ts";

/** The way back to where a message was written. */
export const findWayBack = (place: Place, secrets: Secrets, telegram: "on" | "off"): WayBack | ByHand => {
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
    case "open311":
    case "pos":
      return { byHand: "no-way-back" };
    default:
      return place.channel satisfies never;
  }
};
