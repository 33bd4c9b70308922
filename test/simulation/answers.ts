import { letterKey } from "../../functions/reply/send-reply.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { type Delivery, isUnderWay, type Reply } from "../../shared/domain/incident/reply.ts";
import { MINUTE } from "../../shared/domain/time/instant.ts";
import type { Installation } from "./installation.ts";
import { knowsRepeats } from "./simulated-platform.ts";

/** What is to be handed over again is so with a sweep, and is then sent. */
const PATIENCE = 45 * MINUTE;

/** What is wrong with a delivery that somebody read so often. */
const complaintOf = ({ signalId, state, againAt }: Delivery, read: number, now: number): string | undefined => {
  const repeats = knowsRepeats(signalId);
  if (read > 1) return `was read ${read} times`;
  if (isUnderWay({ state })) {
    if (againAt === undefined || againAt + PATIENCE < now) return `is ${state}, and nobody sees to it`;
    return read === 1 && !repeats && state === "waiting" ? "was read and waits to be sent once more" : undefined;
  }
  if (state === "sent") return read === 1 ? undefined : "is said to be sent, and nobody read it";
  if (state === "unknown") return repeats ? "is unknown, though a repeat would have done no harm" : undefined;
  return read === 1 ? `is ${state}, and somebody read it` : undefined;
};

/** Published replies that were not read once by each of those who wrote; what nobody can know is said to be unknown. */
export const misreadIn = ({ parts, world }: Installation, incidents: readonly Incident[]): readonly string[] => {
  const written = new Set<string>();
  const complaints = incidents.flatMap((incident) =>
    incident.replies.flatMap(({ id: replyId, state, deliveries }: Reply) =>
      deliveries.flatMap((delivery) => {
        const key = letterKey({ replyId, signalId: delivery.signalId });
        if (state === "published") written.add(key);
        const complaint = complaintOf(delivery, parts.platform.read.get(key) ?? 0, world.now());
        return complaint === undefined ? [] : [`reply ${replyId} to ${delivery.signalId} ${complaint}`];
      }),
    ),
  );
  const strange = [...parts.platform.read.keys()].filter((key) => !written.has(key));
  return [...complaints, ...strange.map((key) => `somebody read ${key}, which nobody published`)];
};
