import { HOUR, type Instant } from "../time/instant.ts";
import { plainTime, type Reckoned, type WorkingTime } from "../time/working-time.ts";
import { type Clock, dueByNorm, goesByOwnDate, isOver, type Rules } from "./clock.ts";
import { parseDuration, type Terms } from "./norm.ts";
import { addOutside, type Days, daysAfter, type EndedPause, endedPauses, endOf, workingDaysAfter } from "./reckon.ts";

/**
 * A piece of the time between the start of a clock and its deadline: counted; paused, with why; or free time that a
 * deadline on a free day rolls over. Time that is not mentioned was no working time.
 */
export interface Segment {
  readonly what: "counted" | "paused" | "rolled-over";
  readonly from: Instant;
  readonly to: Instant;
  /** Milliseconds or days, as the duration counts; 0 unless it is counted. */
  readonly amount: number;
  readonly why?: string;
}

/** One duration that ran: the norm, or an extension. Its counted segments add up to `amount`. */
export interface Leg {
  readonly cause: "norm" | "extension";
  /** As it was given, `9wh`; a promised date has none. */
  readonly duration?: string;
  readonly why?: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly unit: "milliseconds" | "days";
  readonly amount: number;
  readonly segments: readonly Segment[];
  /** True when it ran past the last loaded year: `amount` is what of the duration the calendar still had. */
  readonly beyondCalendar?: boolean;
  /** True when a date promised later took its place before it was over or since: the deadline does not follow from it. */
  readonly overtaken?: boolean;
}

/** The stretches between two moments that no pause covers, and the pauses. */
const stretches = (from: Instant, to: Instant, pauses: readonly EndedPause[]): readonly Omit<Segment, "amount">[] => {
  const found: Omit<Segment, "amount">[] = [];
  let at = from;
  for (const pause of pauses) {
    if (pause.to <= at) continue;
    if (pause.from >= to) break;
    if (pause.from > at) found.push({ what: "counted", from: at, to: pause.from });
    const end = Math.min(pause.to, to);
    found.push({ what: "paused", from: Math.max(at, pause.from), to: end, why: pause.why });
    at = end;
  }
  if (at < to) found.push({ what: "counted", from: at, to });
  return found;
};

const plainSegments = (from: Instant, to: Instant, pauses: readonly EndedPause[]): readonly Segment[] =>
  stretches(from, to, pauses).map((each) => ({ ...each, amount: each.what === "counted" ? each.to - each.from : 0 }));

const workSegments = (time: WorkingTime, from: Instant, to: Instant, pauses: readonly EndedPause[]) =>
  stretches(from, to, pauses).flatMap((each): readonly Segment[] =>
    each.what === "paused"
      ? [{ ...each, amount: 0 }]
      : time.spans(each.from, each.to).map((span) => ({ what: "counted", ...span, amount: span.to - span.from })),
  );

/** Days that close within a stretch count; what a deadline rolls over after the last of them does not. */
const daySegments = (
  days: Days,
  amount: number,
  from: Instant,
  to: Instant,
  pauses: readonly EndedPause[],
): readonly Segment[] => {
  let left = amount;
  return stretches(from, to, pauses).flatMap((each): readonly Segment[] => {
    if (each.what === "paused") return [{ ...each, amount: 0 }];
    const first = Math.max(days.first, days.closingAfter(each.from));
    const full = Math.max(0, days.closingAfter(each.to) - first);
    const counted = Math.min(left, full);
    left -= counted;
    if (left > 0 || counted === full) return [{ ...each, amount: counted }];
    const last = Math.max(each.from, days.closeOf(first + counted - 1).at);
    const rolled: Segment = { what: "rolled-over", from: counted === 0 ? each.from : last, to: each.to, amount: 0 };
    return counted === 0 ? [rolled] : [{ ...each, to: last, amount: counted }, rolled];
  });
};

const legOf = (time: WorkingTime, duration: string, from: Instant, to: Instant, pauses: readonly EndedPause[]) => {
  const { amount, unit } = parseDuration(duration);
  switch (unit) {
    case "h":
      return { unit: "milliseconds", amount: amount * HOUR, segments: plainSegments(from, to, pauses) } as const;
    case "wh":
      return { unit: "milliseconds", amount: amount * HOUR, segments: workSegments(time, from, to, pauses) } as const;
    case "wd":
    case "d": {
      const days = unit === "wd" ? workingDaysAfter(time, from) : daysAfter(time, from);
      return { unit: "days", amount, segments: daySegments(days, amount, from, to, pauses) } as const;
    }
    default:
      return unit satisfies never;
  }
};

/** A leg as far as the calendar reached. */
const asFarAsKnown = (leg: Leg, { beyondCalendar }: Reckoned): Leg => {
  if (!beyondCalendar) return leg;
  return { ...leg, amount: leg.segments.reduce((sum, { amount }) => sum + amount, 0), beyondCalendar };
};

/** From a moment to a promised date, which the pauses in between have put off. */
const promisedLeg = (from: Instant, promised: Instant, to: Instant, pauses: readonly EndedPause[]) =>
  ({
    from,
    to,
    unit: "milliseconds",
    amount: Math.max(0, promised - from),
    segments: plainSegments(from, to, pauses),
  }) as const;

/**
 * The terms that a clock was reckoned by: those it keeps, for its incident may be another matter by now. What one does not
 * keep, that was set before clocks kept any, is taken to be as at present; of one that is over no date of the present.
 */
const termsThen = (clock: Clock, present: Terms): Terms => {
  const { ownDate: date, ...terms } = present;
  const { norm, rollOver = terms.rollOver, ownDate = isOver(clock) ? undefined : date } = clock;
  return { ...terms, norm, rollOver, ...(ownDate === undefined ? {} : { ownDate }) };
};

/** The extensions that moved its deadline: one given in a pause does so when that is over, unless a closing comes first. */
const extensionsOf = (clock: Clock): NonNullable<Clock["extensions"]> => {
  const { extensions = [], pauses = [] } = clock;
  const unended = pauses.find(({ to }) => to === undefined);
  return unended === undefined ? extensions : extensions.filter(({ at }) => at < unended.from);
};

/**
 * Replays a clock from what was recorded: which time counted, which did not, and why. The last leg ends at the deadline.
 */
export const explainClock = (clock: Clock, { time, terms: present }: Pick<Rules, "time" | "terms">): readonly Leg[] => {
  const pauses = endedPauses(clock.pauses);
  const { startedAt, norm } = clock;
  const terms = termsThen(clock, present);
  let from = startedAt;
  const due = dueByNorm(clock, { time, terms });
  let to = due.at;
  let legs: Leg[] = goesByOwnDate(clock, terms)
    ? [{ cause: "norm", ...promisedLeg(from, terms.ownDate, to, pauses) }]
    : [asFarAsKnown({ cause: "norm", duration: norm, from, to, ...legOf(time, norm, from, to, pauses) }, due)];
  for (const { at, why, by, until, of } of extensionsOf(clock)) {
    if (until !== undefined) {
      const promisedTo = addOutside(plainTime, at, Math.max(0, until - at), pauses).at;
      // What a joined signal brought moves nothing that is due before it.
      if (of !== undefined && promisedTo >= to) continue;
      to = promisedTo;
      const promised = { cause: "extension", why, ...promisedLeg(at, until, to, pauses) } as const;
      legs = [...legs.map((leg) => ({ ...leg, overtaken: true })), promised];
    } else if (by !== undefined) {
      from = to;
      const end = endOf(time, by, from, pauses, terms.rollOver);
      to = end.at;
      const more = { cause: "extension", duration: by, why, from, to } as const;
      legs.push(asFarAsKnown({ ...more, ...legOf(time, by, from, to, pauses) }, end));
    }
  }
  return legs;
};
