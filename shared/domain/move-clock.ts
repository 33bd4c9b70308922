import {
  type Clock,
  type Extension,
  isOver,
  reachedStage,
  reckonDeadline,
  type Rules,
  startClock,
  type TimedStage,
  timedStages,
} from "./clock.ts";
import type { Instant } from "./instant.ts";

const sameMoments = (one: Clock["ahead"], other: Clock["ahead"]): boolean =>
  timedStages.every((stage) => one[stage] === other[stage]);

/**
 * Reckons a running clock anew from what was recorded: the same start, the same pauses and extensions, perhaps another
 * norm or calendar. The same clock comes back when nothing moves. When something does, its version grows, so that its
 * alerts are new ones: a stage whose moment is ahead again will be told again, and one that was told and stays behind
 * will not.
 */
export const reckonAgain = (clock: Clock, rules: Rules, now: Instant): Clock => {
  if (isOver(clock) || clock.stage === "paused") return clock;
  const { due, moments } = reckonDeadline(clock, rules);
  const reached = reachedStage(clock);
  const told = reached === undefined ? -1 : timedStages.indexOf(reached);
  const ahead: Clock["ahead"] = {};
  let stage: "running" | TimedStage = "running";
  for (const [index, each] of timedStages.entries()) {
    const moment = moments[each];
    if (moment === undefined) continue;
    if (moment <= now && index <= told) stage = each;
    else ahead[each] = moment;
  }
  const { norm } = rules.terms;
  const { beyondCalendar: _, reached: _reached, ...rest } = clock;
  const beyond = due.beyondCalendar ? { beyondCalendar: true } : {};
  if (due.at === clock.dueAt && norm === clock.norm && sameMoments(ahead, clock.ahead) && stage === clock.stage)
    return (clock.beyondCalendar ?? false) === due.beyondCalendar ? clock : { ...rest, ...beyond };
  return { ...rest, norm, dueAt: due.at, version: clock.version + 1, stage, ahead, rules: rules.version, ...beyond };
};

/** Stops a clock for as long as somebody else is waited for. One that is over, or paused, stays as it is. */
export const pauseClock = (clock: Clock, why: string, now: Instant): Clock => {
  if (isOver(clock) || clock.stage === "paused") return clock;
  const reached = reachedStage(clock);
  return {
    ...clock,
    stage: "paused",
    ahead: {},
    pauses: [...(clock.pauses ?? []), { from: now, why }],
    ...(reached === undefined ? {} : { reached }),
  };
};

/** Lets a paused clock run on: what passed meanwhile does not count. */
export const resumeClock = (clock: Clock, rules: Rules, at: Instant): Clock => {
  if (clock.stage !== "paused") return clock;
  const pauses = (clock.pauses ?? []).map((pause) => (pause.to === undefined ? { ...pause, to: at } : pause));
  return reckonAgain({ ...clock, pauses, stage: reachedStage(clock) ?? "running" }, rules, at);
};

/** Gives a running clock more time. */
export const extendClock = (clock: Clock, more: Extension, rules: Rules): Clock =>
  reckonAgain({ ...clock, extensions: [...(clock.extensions ?? []), more] }, rules, more.at);

/** Sets a clock that was over going again, from the beginning or from where it stopped. */
export const reopenClock = (clock: Clock, why: string, rules: Rules, now: Instant): Clock => {
  const { overAt, ...rest } = clock;
  if (rules.terms.onReopening === "restarts" || overAt === undefined)
    return { ...startClock(clock.kind, now, rules), version: clock.version + 1 };
  const pauses = [...(clock.pauses ?? []), { from: overAt, to: now, why }];
  return reckonAgain({ ...rest, pauses, stage: reachedStage(clock) ?? "running" }, rules, now);
};
