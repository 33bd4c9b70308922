import type { SignalMessage } from "../../shared/contracts/signal-message.ts";
import { untilUndisturbed } from "./changed-meanwhile.ts";
import { type ChatParts, learnChats } from "./learn-chats.ts";
import { type ExistenceNoted, registerExistence } from "./register-existence.ts";
import { type RegisterParts, type Registration, registerSignal } from "./register-signal.ts";

/** What became of a message. `heard`: it tells of a chat, and of no message in it. */
type Became = Registration | ExistenceNoted | { readonly kind: "heard" };

/** Takes in whatever the signals queue carries. */
export const registerMessage = (parts: RegisterParts & ChatParts) => {
  const signal = registerSignal(parts);
  const existence = registerExistence(parts);
  const chats = learnChats(parts);
  return async (message: SignalMessage): Promise<Became> => {
    if ("membership" in message) {
      await chats.hear(message.membership);
      return { kind: "heard" };
    }
    if ("existence" in message) return untilUndisturbed(() => existence(message.existence));
    const became = await untilUndisturbed(() => signal(message.signal));
    await chats.notice(message.signal);
    return became;
  };
};
