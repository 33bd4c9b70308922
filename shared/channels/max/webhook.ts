import * as z from "zod/mini";
import type { MaxBot } from "../../contracts/secrets.ts";
import type { Look, Visit } from "../collector.ts";
import { id, ifReadable } from "../fields.ts";
import { stillTime } from "../history.ts";
import type { Source } from "../reading.ts";
import type { AskMax } from "./ask.ts";
import { update } from "./objects.ts";
import { readMaxUpdate, updateTypes } from "./updates.ts";

const AT_ONCE = 100;

const subscription = z.looseObject({ url: z.string(), update_types: ifReadable(z.array(z.string())) });
const subscriptions = z.looseObject({ subscriptions: z.array(subscription) });
const updates = z.looseObject({ updates: z.array(update), marker: ifReadable(id) });
/** The figure that says of how many types MAX was told last. */
const TYPES = "types";
/** The figure that says from which update on MAX was asked last. By its documents, who does not say so is told the last update alone. */
const MARKER = "marker";
const outcome = z.looseObject({ success: z.boolean() });

/** A subscription made by hand, or by an earlier version, may leave out some of what is read. */
const tellsAll = ({ update_types: told }: z.infer<typeof subscription>): boolean =>
  told === undefined || updateTypes.every((type) => told.includes(type));

const isTold = ({ figures }: Visit): boolean => figures[TYPES] === updateTypes.length;

/**
 * Whether a bot's subscription stands, which MAX ends after eight hours without an answer. While none stands, MAX keeps what
 * happens for whoever asks: that is taken before it is subscribed again. Without an address of the web it is asked always.
 */
export const maxWebhook = (ask: AskMax, source: Source, { secret }: MaxBot, address: string | undefined): Look => {
  /** Takes what MAX has kept from a marker on, and says from which to go on. Refused, too, where MAX knows that marker no more. */
  const takeFrom = async (from: string | undefined, visit: Visit) => {
    for (let marker = from; ; ) {
      stillTime(visit);
      const after = marker === undefined ? {} : { marker };
      const query = { limit: String(AT_ONCE), timeout: "0", types: updateTypes.join(","), ...after };
      const asked = await ask({ path: "/updates", query, says: updates }, visit);
      if (asked.kind === "refused") return asked;
      const { updates: given, marker: next } = asked.said;
      // To ask for what follows tells MAX that these are taken, and so comes after they are.
      await visit.take(given.map((each) => ({ reading: readMaxUpdate(each, source, visit.now), at: each.timestamp })));
      if (given.length === 0 || next === undefined || next === marker)
        return { kind: "taken", marker: next ?? marker } as const;
      marker = next;
    }
  };

  const takeUpdates = async (visit: Visit) => {
    const from = visit.figures[MARKER];
    const taken = await takeFrom(from === undefined ? from : String(from), visit);
    return taken.kind === "refused" && from !== undefined ? takeFrom(undefined, visit) : taken;
  };

  return {
    name: "webhook",
    ask: async (visit) => {
      const asked = await ask({ path: "/subscriptions", says: subscriptions }, visit);
      if (asked.kind === "refused") return asked;
      const standing = asked.said.subscriptions;
      let from = visit.figures[MARKER];
      if (standing.length === 0) {
        const taken = await takeUpdates(visit);
        // What MAX has kept is lost then, and what comes need not be.
        if (taken.kind === "refused" && address === undefined) return taken;
        if (taken.kind === "taken") from = Number(taken.marker);
      }
      const place = Number.isSafeInteger(from) ? { [MARKER]: Number(from) } : {};
      const ours = standing.find(({ url }) => url === address);
      if (address === undefined || (ours !== undefined && tellsAll(ours))) return { kind: "done", figures: place };
      const figures = { [TYPES]: updateTypes.length, ...place };
      if (ours !== undefined && isTold(visit)) return { kind: "done", figures };
      const body = { url: address, update_types: updateTypes, secret };
      const subscribed = await ask({ path: "/subscriptions", body, says: outcome }, visit);
      if (ours !== undefined)
        return { kind: "done", figures, ...(subscribed.kind === "refused" ? { without: subscribed.why } : {}) };
      if (subscribed.kind === "refused") return { kind: "off", why: `subscription refused: ${subscribed.why}` };
      return subscribed.said.success
        ? { kind: "switched-on", why: "it was not subscribed", figures: place }
        : { kind: "off", why: "subscription refused" };
    },
  };
};
