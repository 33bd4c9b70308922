import type { ChannelDoor } from "./channel.ts";
import { max } from "./max.ts";
import { ok } from "./ok.ts";
import { telegram } from "./telegram.ts";
import { vk } from "./vk.ts";

export interface DoorSettings {
  /** Off by default: a state or municipal body may not talk to citizens through foreign messengers (41-ФЗ). */
  readonly telegram: "on" | "off";
}

/** The door at an address: the channel's name and, for Odnoklassniki, a secret that follows it. */
export const doorAt = (
  channel: string | undefined,
  path: string | undefined,
  settings: DoorSettings,
): ChannelDoor | undefined => {
  if (channel === ok.channel) return ok;
  if (path !== undefined) return undefined;
  switch (channel) {
    case vk.channel:
      return vk;
    case max.channel:
      return max;
    case telegram.channel:
      return settings.telegram === "on" ? telegram : undefined;
    default:
      return undefined;
  }
};
