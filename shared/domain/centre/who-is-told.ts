import type { TimedStage } from "../clock/clock.ts";
import type { DutyPost } from "../clock/duty-post.ts";
import type { Instant } from "../time/instant.ts";
import { endOfStretch } from "../time/time-of-day.ts";
import { above } from "./above.ts";
import type { Authorities } from "./authority.ts";
import { type Address, addressKey, type Duty, type Person } from "./duty.ts";

const usualStages: Readonly<Record<TimedStage, readonly DutyPost[]>> = {
  "warned-50": ["operator"],
  "warned-75": ["operator", "authority"],
  "warned-90": ["operator", "authority"],
  breached: ["operator", "authority", "supervisor"],
  escalated: ["operator", "authority", "supervisor", "head"],
};

/** An address, and the moment until which its quiet hours hold a notice back. */
export interface Recipient {
  readonly to: Address;
  readonly notBefore?: Instant;
}

interface Place {
  readonly duty: Duty;
  readonly authorities: Authorities;
  /** The zone to use where the roster names none. */
  readonly zone: string;
}

/** The people of a body, or of the nearest one above it that has any. */
const bodyPeople = ({ duty: roster, authorities }: Place, authority: string): readonly string[] =>
  [authority, ...above(authority, authorities.authorities)]
    .map((body) => roster.authorities[body] ?? [])
    .find((people) => people.length > 0) ?? [];

/** Those of a post who are on shift; when nobody is, all of it: an alert never falls between two shifts. */
const onShift = (staff: readonly Person[], zone: string, at: Instant): readonly Person[] => {
  const working = staff.filter(
    ({ shifts }) => shifts === undefined || shifts.some((shift) => endOfStretch(zone, shift, at) !== undefined),
  );
  return working.length > 0 ? working : staff;
};

const peopleAt = (
  place: Place,
  told: readonly DutyPost[],
  authority: string | undefined,
  at: Instant,
): readonly Person[] => {
  const { duty: roster } = place;
  const zone = roster.zone ?? place.zone;
  const found = told.flatMap((each) => {
    const ids = each === "authority" ? (authority === undefined ? [] : bodyPeople(place, authority)) : roster[each];
    return onShift(
      roster.people.filter(({ id }) => ids.includes(id)),
      zone,
      at,
    );
  });
  return [...new Set(found)];
};

/** One of each address; of one that is told now and later, now. */
const oncePerAddress = (recipients: readonly Recipient[]): readonly Recipient[] => {
  const soonest = new Map<string, Recipient>();
  for (const recipient of recipients) {
    const known = soonest.get(addressKey(recipient.to));
    if (known === undefined || (recipient.notBefore ?? 0) < (known.notBefore ?? 0))
      soonest.set(addressKey(recipient.to), recipient);
  }
  return [...soonest.values()];
};

export interface AlertedStage {
  readonly stage: TimedStage;
  readonly authority: string;
  readonly urgent: boolean;
  /** Whom the norm has told of it, before what the roster says of its stage. */
  readonly tells?: readonly DutyPost[];
}

/** Who is told that somebody is in danger: at any hour, and never nobody. */
export const whoIsToldOfDanger = (place: Place, authority: string, at: Instant): readonly Address[] => {
  const told = peopleAt(place, place.duty.danger, authority, at).flatMap(({ ways }) => ways.map((to) => ({ to })));
  return oncePerAddress(told.length > 0 ? told : [{ to: { way: "topic" } }]).map(({ to }) => to);
};

/** Who is told of a stage. Never nobody: where the roster names nobody, the topic is told. */
export const whoIsTold = (place: Place, { stage, authority, urgent, tells }: AlertedStage, at: Instant) => {
  const { duty: roster } = place;
  const zone = roster.zone ?? place.zone;
  const told = peopleAt(place, tells ?? roster.stages[stage] ?? usualStages[stage], authority, at);
  const recipients = told.flatMap(({ ways: theirs, quiet = roster.quiet }): readonly Recipient[] => {
    const notBefore = urgent || quiet === undefined || quiet === "none" ? undefined : endOfStretch(zone, quiet, at);
    return theirs.map((to) => (notBefore === undefined ? { to } : { to, notBefore }));
  });
  return oncePerAddress(recipients.length > 0 ? recipients : [{ to: { way: "topic" } }]);
};

/** Who gets the morning's digest; nobody when the centre wants none. */
export const whoGetsDigest = (place: Place, at: Instant): readonly Address[] => {
  const { digest } = place.duty;
  if (digest === "none") return [];
  const told = peopleAt(place, digest.to, undefined, at).flatMap((each) => each.ways);
  return oncePerAddress(told.map((to) => ({ to }))).map(({ to }) => to);
};
