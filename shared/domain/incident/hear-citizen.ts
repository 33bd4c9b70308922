import type { Clock } from "../clock/clock.ts";
import { reckonAgain } from "../clock/move-clock.ts";
import type { KeptSignal } from "../signal/signal.ts";
import type { Instant } from "../time/instant.ts";
import type { At } from "./change.ts";
import type { Write } from "./held.ts";
import { movedClocks } from "./history.ts";
import type { Incident } from "./incident.ts";
import { type Coming, seatSignal, takesSignals } from "./join-incident.ts";
import { rulesOf } from "./rules.ts";
import { ASKED, endWait } from "./silence.ts";

/** Why a wait is over: the citizen has written where they were asked. */
const ANSWERED = "citizen-answered";

type Wait = NonNullable<Incident["heard"]>;

/** The wait into which a message falls, with the moment at which it is over by that message or an earlier one. */
const waitAt = ({ asked, heard }: Incident, at: Instant): Wait | undefined => {
  if (asked !== undefined && at >= asked.at && at < asked.silentAt)
    return { askedAt: asked.at, at, until: asked.silentAt };
  if (heard === undefined || at < heard.askedAt || at >= heard.until) return undefined;
  return { ...heard, at: Math.min(at, heard.at) };
};

/**
 * Whether what a citizen has written in the dialogue that they were asked in is their answer: one of an incident's
 * reporters, while it waits or would still have waited had they not answered already. Answers come in several messages.
 */
export const waitsFor = (incident: Incident, { channel, source, citizen, receivedAt }: KeptSignal): boolean =>
  incident.merged === undefined &&
  takesSignals(incident) &&
  waitAt(incident, receivedAt) !== undefined &&
  [incident.signal, ...(incident.joined ?? [])].some(
    (reporter) => reporter.channel === channel && reporter.source === source && reporter.citizen === citizen,
  );

/** The clocks when a wait that was over turns out to have been over earlier. */
const endedEarlier = (incident: Incident, { askedAt, at }: Wait, { centre, now }: At): Clock[] =>
  incident.clocks.map((clock) => {
    const isOfIt = ({ from, to, why }: NonNullable<Clock["pauses"]>[number]) =>
      why === ASKED && from === askedAt && to !== undefined && to > at;
    if (clock.pauses?.some(isOfIt) !== true) return clock;
    const pauses = clock.pauses.map((pause) => (isOfIt(pause) ? { ...pause, to: at } : pause));
    return reckonAgain({ ...clock, pauses }, rulesOf(centre, incident, clock), now);
  });

/**
 * The writes by which a citizen's answer joins the incident that waits for it and ends the wait, as of the moment at which it
 * was received: in whatever order several come, the earliest counts. It brings no deadline of its own, for the one there was
 * runs on. Nothing when the incident does not wait for it.
 */
export const hearCitizen = (incident: Incident, coming: Coming, at: At): readonly Write[] | undefined => {
  const { signal } = coming;
  const wait = waitsFor(incident, signal) ? waitAt(incident, signal.receivedAt) : undefined;
  if (wait === undefined) return undefined;
  const isAsked = incident.asked?.at === wait.askedAt;
  const over = isAsked
    ? endWait(incident, at.centre, wait.at)
    : { ...incident, clocks: endedEarlier(incident, wait, at) };
  const ends = isAsked || wait.at !== incident.heard?.at;
  const moved = movedClocks(incident.clocks, over.clocks);
  const further = ends ? [{ what: "resumed", moved, why: ANSWERED } as const] : [];
  return seatSignal({ ...over, heard: wait }, coming, { further, answers: true }, at);
};
