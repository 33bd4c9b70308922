import { setTimeout as rest } from "node:timers/promises";
import { signalId } from "../../shared/domain/ids.ts";
import type { Edition } from "../e2e/edition.ts";

/** How the messages reach the edition; the addresses stay the same over its restarts. */
export type Door = Pick<Edition, "postVk" | "postSignal" | "vk">;

export interface Load {
  /** Ids of the signals that were answered with success, in the order of the answers. */
  readonly acknowledged: readonly string[];
  /** Resolves when so many have been acknowledged. */
  reached(count: number): Promise<void>;
  /** Resolves when every signal has been acknowledged. */
  readonly finished: Promise<unknown>;
}

const CLIENTS = 8;
const REPEATED = 0.1;

/**
 * Sends signals 0…count-1 from several clients, by VK and by a partner in turn. What was not acknowledged is sent again
 * until it is, as platforms do; some of what was is sent again, too.
 */
export const startLoad = (door: Door, count: number, chance: () => number): Load => {
  const acknowledged: string[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let next = 0;

  const acknowledge = (id: string): void => {
    acknowledged.push(id);
    for (const { count, resolve } of waiting) if (acknowledged.length >= count) resolve();
  };

  /** Whether it was taken. A refusal that no repeating could help is a fault of the edition or of this test. */
  const taken = async (number: number): Promise<boolean> => {
    try {
      const response = number % 2 === 0 ? await door.postVk(vkCall(number)) : await fromPartner(door, number);
      const text = await response.text();
      if (response.status >= 400 && response.status < 500) {
        throw new Refused(`Signal ${number} was refused: ${response.status} ${text}`);
      }
      return number % 2 === 0 ? text === "ok" : response.status === 202;
    } catch (error) {
      // The connection broke: nobody knows whether it was taken.
      if (error instanceof Refused) throw error;
      return false;
    }
  };

  const client = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) {
      while (!(await taken(number))) await rest(20);
      acknowledge(idOf(door, number));
      if (chance() < REPEATED) await taken(Math.floor(chance() * (number + 1)));
    }
  };

  return {
    acknowledged,
    reached: (count) =>
      new Promise((resolve) => {
        if (acknowledged.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    finished: Promise.all(Array.from({ length: CLIENTS }, client)),
  };
};

class Refused extends Error {}

const idOf = ({ vk }: Door, number: number): string =>
  number % 2 === 0
    ? signalId("vk", String(vk.groupId), `wall_reply:-${vk.groupId}:${number}`)
    : signalId("partner", "example", `crash-${number}`);

const vkCall = (number: number) => ({
  type: "wall_reply_new",
  event_id: `crash-${number}`,
  object: { id: number, from_id: 501, owner_id: -1, post_id: 7, date: 1_773_122_400, text: textOf(number) },
});

const fromPartner = (door: Door, number: number): Promise<Response> =>
  door.postSignal({ text: textOf(number), externalId: `crash-${number}` }, `key-${number}`);

const textOf = (number: number): string => `На улице Зегеля яма на дороге, дом ${number}`;
