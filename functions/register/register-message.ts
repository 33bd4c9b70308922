import type { SignalMessage } from "../../shared/contracts/signal-message.ts";
import { untilUndisturbed } from "./changed-meanwhile.ts";
import { type ExistenceNoted, registerExistence } from "./register-existence.ts";
import { type RegisterParts, type Registration, registerSignal } from "./register-signal.ts";

/** Takes in whatever the signals queue carries. */
export const registerMessage = (parts: RegisterParts) => {
  const signal = registerSignal(parts);
  const existence = registerExistence(parts);
  return (message: SignalMessage): Promise<Registration | ExistenceNoted> =>
    untilUndisturbed<Registration | ExistenceNoted>(() =>
      "signal" in message ? signal(message.signal) : existence(message.existence),
    );
};
