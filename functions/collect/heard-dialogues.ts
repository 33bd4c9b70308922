import type { HeardDialogue } from "../../shared/channels/max/dialogues.ts";
import { Rejection } from "../../shared/domain/signal/rejection.ts";
import { DAY, type Instant } from "../../shared/domain/time/instant.ts";
import { openDialogue } from "../../shared/platform/sealed-dialogue.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { Dialogues } from "../../shared/store/identity-ports.ts";

export interface DialogueParts {
  readonly dialogues: Dialogues;
  readonly dialogueSealer: Sealer;
}

/** A dialogue in which nothing was heard for so long is not asked for any more. */
const ASKED_FOR = 30 * DAY;
const MOST = 1_000;

/** The dialogues of a bot of MAX that are asked for. Each is opened when its turn comes. */
export const heardDialogues =
  ({ dialogues, dialogueSealer }: DialogueParts) =>
  async (source: string, now: Instant): Promise<readonly HeardDialogue[]> => {
    const heard = await dialogues.newest({ channel: "max", source, since: now - ASKED_FOR, most: MOST });
    return heard.map(({ citizen, sealed, heardAt }) => ({
      name: citizen,
      heardAt,
      open: async () => {
        try {
          return { chat: await openDialogue(dialogueSealer, citizen, sealed) };
        } catch (error) {
          if (!(error instanceof Rejection)) throw error;
          return { kind: "refused", why: "a sealed name cannot be opened" } as const;
        }
      },
    }));
  };
