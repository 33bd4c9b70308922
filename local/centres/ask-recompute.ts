import { names } from "../../shared/contracts/names.ts";
import { RECOMPUTE_DELAY_SECONDS, type RecomputeMessage } from "../../shared/contracts/recompute.ts";
import type { Queues } from "../ports.ts";

/** Asks for the open incidents of a centre to be reckoned anew, once its new data serve everywhere. */
export const askRecompute = async (queues: Pick<Queues, "send">, centre: string): Promise<void> => {
  const message: RecomputeMessage = { schemaVersion: 1, centre, seen: 0, changed: 0, moved: 0 };
  await queues.send(names.queues.recompute, [{ body: JSON.stringify(message), delaySeconds: RECOMPUTE_DELAY_SECONDS }]);
};
