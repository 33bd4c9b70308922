import type { Instant } from "../time/instant.ts";
import {
  type Clock,
  type Extension,
  isOver,
  keptTerms,
  type Mark,
  marks,
  type Rules,
  reachedMark,
  reckonDeadline,
  standingAt,
  startClock,
} from "./clock.ts";
import type { Pause } from "./pause.ts";

const sameMoments = (one: Clock["ahead"], other: Clock["ahead"]): boolean =>
  marks.every((mark) => one[mark] === other[mark]);

type Kept = Pick<Clock, "beyondCalendar" | "ownDate" | "rollOver">;

const sameTerms = (one: Kept, other: Kept): boolean =>
  (one.beyondCalendar ?? false) === (other.beyondCalendar ?? false) &&
  one.ownDate === other.ownDate &&
  one.rollOver === other.rollOver;

/**
 * Reckons a running clock anew from what was recorded: the same start, the same pauses and extensions, perhaps another
 * norm or calendar. The same clock comes back when nothing moves. When something does, its version grows, so that its
 * alerts are new ones: a stage whose moment is ahead again will be told again, and one that was told and stays behind
 * will not.
 */
export const reckonAgain = (clock: Clock, rules: Rules, now: Instant): Clock => {
  if (isOver(clock) || clock.stage === "paused") return clock;
  const { due, moments } = reckonDeadline(clock, rules);
  const reached = reachedMark(clock);
  const told = reached === undefined ? -1 : marks.indexOf(reached);
  const ahead: Clock["ahead"] = {};
  let behind: Mark | undefined;
  for (const [index, each] of marks.entries()) {
    const moment = moments[each];
    if (moment === undefined) continue;
    if (moment <= now && index <= told) behind = each;
    else ahead[each] = moment;
  }
  const place = standingAt(behind);
  const stays = place.stage === clock.stage && place.rung === clock.rung;
  const { norm } = rules.terms;
  const { beyondCalendar: _, reached: _reached, rung: _rung, ownDate: _date, rollOver: _rolls, ...rest } = clock;
  const kept = { ...place, ...(due.beyondCalendar ? { beyondCalendar: true } : {}), ...keptTerms(clock, rules.terms) };
  if (due.at === clock.dueAt && norm === clock.norm && sameMoments(ahead, clock.ahead) && stays)
    return sameTerms(clock, kept) ? clock : { ...rest, ...kept };
  const version = clock.version + 1;
  return { ...rest, ...kept, norm, dueAt: due.at, version, ahead, rules: rules.version };
};

/** Stops a clock for as long as somebody else is waited for. One that is over, or paused, stays as it is. */
export const pauseClock = (clock: Clock, why: string, now: Instant): Clock => {
  if (isOver(clock) || clock.stage === "paused") return clock;
  const reached = reachedMark(clock);
  const { rung: _, ...rest } = clock;
  return {
    ...rest,
    stage: "paused",
    ahead: {},
    pauses: [...(clock.pauses ?? []), { from: now, why }],
    ...(reached === undefined ? {} : { reached }),
  };
};

/** A clock's pauses, with the one that lasts ended at a moment. */
const pausesUntil = ({ pauses }: Clock, at: Instant): readonly Pause[] =>
  (pauses ?? []).map((pause) => (pause.to === undefined ? { ...pause, to: at } : pause));

/** Lets a paused clock run on: what passed meanwhile does not count. */
export const resumeClock = (clock: Clock, rules: Rules, at: Instant): Clock => {
  if (clock.stage !== "paused") return clock;
  const pauses = [...pausesUntil(clock, at)];
  return reckonAgain({ ...clock, pauses, ...standingAt(reachedMark(clock)) }, rules, at);
};

/** Gives a running clock more time. */
export const extendClock = (clock: Clock, more: Extension, rules: Rules): Clock =>
  reckonAgain({ ...clock, extensions: [...(clock.extensions ?? []), more] }, rules, more.at);

/** Sets a clock that was over going again, from the beginning or from where it stopped. */
export const reopenClock = (clock: Clock, why: string, rules: Rules, now: Instant): Clock => {
  const { overAt, ...rest } = clock;
  if (rules.terms.onReopening === "restarts" || overAt === undefined)
    return { ...startClock(clock.kind, now, rules), version: clock.version + 1 };
  // It may have been stopped while it was paused.
  const pauses = [...pausesUntil(clock, overAt), { from: overAt, to: now, why }];
  return reckonAgain({ ...rest, pauses, ...standingAt(reachedMark(clock)) }, rules, now);
};

/** Lets a clock run on that was stopped for an answer nobody got: as though it had never stopped. */
export const continueClock = (clock: Clock, rules: Rules, now: Instant): Clock => {
  const { overAt: _, ...rest } = clock;
  return reckonAgain({ ...rest, ...standingAt(reachedMark(clock)) }, rules, now);
};
