import { saysReply } from "../../shared/channels/max/own-comment.ts";
import { maxSignalId } from "../../shared/channels/max/signals.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import type { KeptSignal } from "../../shared/domain/signal/signal.ts";
import { findPlace } from "../../shared/platform/place-of-signal.ts";
import type { Incidents } from "../../shared/store/ports.ts";

/**
 * The incident whose published reply comes back as a comment. MAX names nobody on what a channel writes, nor on some
 * citizens' comments: our own is known by what it answers and by its words.
 */
export const ownComment =
  (incidents: Pick<Incidents, "find" | "read">) =>
  async ({ channel, source, citizen, thread, text }: KeptSignal): Promise<Incident | undefined> => {
    const answered = thread?.["answers"];
    if (channel !== "max" || citizen !== undefined || answered === undefined) return undefined;
    const place = await findPlace(incidents, maxSignalId({ name: source }, answered));
    const isOurs = place?.incident.replies.some(
      ({ state, text: said }) => state === "published" && saysReply(text, said),
    );
    return isOurs === true ? place?.incident : undefined;
  };
