import type { SealedSignal } from "../../shared/contracts/signal-message.ts";
import { type Membership, type Memberships, withMembership } from "../../shared/domain/signal/membership.ts";
import { failureFacts, type Log } from "../../shared/platform/log.ts";
import type { BotChats } from "../../shared/store/ports.ts";
import { ChangedMeanwhile, untilUndisturbed } from "./changed-meanwhile.ts";

export interface ChatParts {
  readonly botChats: BotChats;
  readonly log: Log;
}

const nameOf = ({ channel, source, chat }: Omit<Membership, "is" | "at">): string =>
  JSON.stringify([channel, source, chat]);

/** The chat or channel that a message stands in, where the platform has to be asked for each by its name. */
const chatOf = ({ channel, source, thread, sentAt }: SealedSignal): Membership | undefined => {
  // A dialogue's messages bear no chat: it would name their citizen.
  const chat = channel === "max" ? thread?.["chat"] : undefined;
  return chat === undefined ? undefined : { channel, source, chat, is: "in", at: sentAt };
};

/**
 * Learns which chats bots are in: from what platforms say of that, and from messages, of which a chat's first one is
 * noted, the second one found known, and the rest cost nothing.
 */
export const learnChats = ({ botChats, log }: ChatParts) => {
  const known = new Set<string>();

  const note = async (heard: Membership, before: Memberships | undefined): Promise<void> => {
    const { channel, source } = heard;
    const next = withMembership(before, heard);
    if (next !== undefined && (await botChats.replace(channel, source, next)) === "conflict")
      throw new ChangedMeanwhile("What is known of a bot's chats changed.");
  };

  const noteUnknown = async (heard: Membership): Promise<void> => {
    const before = await botChats.read(heard.channel, heard.source);
    if (before?.chats[heard.chat]?.is === "in") known.add(nameOf(heard));
    else await note(heard, before);
  };

  return {
    hear: async (heard: Membership): Promise<void> => {
      known.delete(nameOf(heard));
      await untilUndisturbed(async () => note(heard, await botChats.read(heard.channel, heard.source)));
    },
    /** What a message shows besides. It is registered already, and is not taken again for this. */
    notice: async (signal: SealedSignal): Promise<void> => {
      const heard = chatOf(signal);
      if (heard === undefined || known.has(nameOf(heard))) return;
      try {
        await untilUndisturbed(() => noteUnknown(heard));
      } catch (error) {
        const { channel, source } = heard;
        log.warn("A chat could not be noted; its next message tries again.", {
          channel,
          source,
          ...failureFacts(error),
        });
      }
    },
  };
};
