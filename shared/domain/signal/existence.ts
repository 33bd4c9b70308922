import * as z from "zod/mini";
import { DAY, type Instant, instant } from "../time/instant.ts";
import { channel, type ExistenceMarks, existenceMarks } from "./signal.ts";

/** That a message was deleted or restored on its platform. Names a signal and nobody. */
export const existence = z.object({
  signalId: z.string().check(z.minLength(1)),
  centre: z.string().check(z.minLength(1)),
  channel,
  source: z.string(),
  change: z.enum(["deleted", "restored"]),
  /** Tells it from others of the same signal: a copy has the same. */
  mark: z.string().check(z.minLength(1)),
  at: instant,
});
export type Existence = z.infer<typeof existence>;

/** Holds the key of a signal that was deleted or restored before it came, until it comes. */
export const placeholder = z.object({
  id: z.string().check(z.minLength(1)),
  /** Grows by one with every mark; the condition of every write. */
  version: z.int(),
  centre: z.string(),
  marks: existenceMarks,
  /** When nobody waits for the message any more. */
  keptUntil: instant,
});
export type Placeholder = z.infer<typeof placeholder>;

/** A message is deleted when it was deleted more often than restored: in whatever order that is heard of. */
export const isDeleted = ({ deletions = [], restorations = [], settled = 0 }: ExistenceMarks): boolean =>
  deletions.length + settled > restorations.length;

/**
 * Platforms tell of an event again for a day at most, queues of dead letters hold it for two weeks, and a backup is hardly
 * older when it is put back: after so long no copy comes that a mark would be needed for.
 */
const MARKS_KEPT = 30 * DAY;

/** What marks tell of. */
export const markKinds = ["deletions", "restorations"] as const;
type Kind = (typeof markKinds)[number];
/** By what a mark is known when it was made. */
export const markKey = (kind: Kind, mark: string): string => `${kind} ${mark}`;

/** Marks without those that are too old for a copy to come: these are counted, and named no more. */
const withoutOld = <Marked extends ExistenceMarks>(
  known: Marked,
  markedAt: Readonly<Record<string, Instant>>,
): Marked => {
  const horizon = Math.max(...Object.values(markedAt)) - MARKS_KEPT;
  const isOld = (kind: Kind) => (mark: string) => (markedAt[markKey(kind, mark)] ?? horizon) < horizon;
  const [deletions, restorations] = markKinds.map((kind) => (known[kind] ?? []).filter(isOld(kind)).length);
  if (deletions === 0 && restorations === 0) return { ...known, markedAt };
  const kept = markKinds.map((kind) => [kind, (known[kind] ?? []).filter((mark) => !isOld(kind)(mark))] as const);
  return {
    ...known,
    ...Object.fromEntries(kept.filter(([kind]) => known[kind] !== undefined)),
    markedAt: Object.fromEntries(Object.entries(markedAt).filter(([, at]) => at >= horizon)),
    settled: (known.settled ?? 0) + (deletions ?? 0) - (restorations ?? 0),
  };
};

/** Adds a mark to those of its kind; nothing when it is known. */
export const withMark = <Marked extends ExistenceMarks>(
  known: Marked,
  { change, mark, at }: Pick<Existence, "change" | "mark" | "at">,
): Marked | undefined => {
  const kind = change === "deleted" ? "deletions" : "restorations";
  const marks = known[kind] ?? [];
  if (marks.includes(mark)) return undefined;
  // Of marks from before moments were kept the age is counted from here.
  const present = markKinds.flatMap((each) => (known[each] ?? []).map((one) => [markKey(each, one), at] as const));
  const markedAt = { ...Object.fromEntries(present), ...known.markedAt, [markKey(kind, mark)]: at };
  return withoutOld({ ...known, [kind]: [...marks, mark].toSorted() }, markedAt);
};
