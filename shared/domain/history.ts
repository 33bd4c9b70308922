import * as z from "zod/mini";
import { stage } from "./clock.ts";
import { instant } from "./instant.ts";
import { clockKind } from "./norm.ts";

const step = {
  /** The version of the incident that this step made. */
  version: z.int(),
  at: instant,
  /** Who did it: a member of staff, or `otklik` itself. */
  who: z.string(),
  why: z.optional(z.string()),
};

/** One thing that happened to an incident. Nothing is ever taken out of a history: events are made from it. */
export const historyEntry = z.discriminatedUnion("what", [
  z.object({ ...step, what: z.literal("opened") }),
  z.object({ ...step, what: z.literal("revised") }),
  z.object({
    ...step,
    what: z.literal("stage"),
    clock: clockKind,
    stage,
    clockVersion: z.int(),
    dueAt: instant,
    late: z.boolean(),
  }),
  z.object({ ...step, what: z.literal("assigned"), authority: z.string() }),
  z.object({ ...step, what: z.literal("answered"), inTime: z.boolean() }),
  z.object({ ...step, what: z.literal("closed") }),
]);
export type HistoryEntry = z.infer<typeof historyEntry>;

/** How the product itself signs what it does. */
export const OTKLIK = "otklik";
