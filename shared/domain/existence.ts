import * as z from "zod/mini";
import { instant } from "./instant.ts";
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
export const isDeleted = ({ deletions = [], restorations = [] }: ExistenceMarks): boolean =>
  deletions.length > restorations.length;

/** Adds a mark to those of its kind; nothing when it is known. */
export const withMark = <Marked extends ExistenceMarks>(
  known: Marked,
  { change, mark }: Pick<Existence, "change" | "mark">,
): Marked | undefined => {
  const kind = change === "deleted" ? "deletions" : "restorations";
  const marks = known[kind] ?? [];
  return marks.includes(mark) ? undefined : { ...known, [kind]: [...marks, mark].toSorted() };
};
