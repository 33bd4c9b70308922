import * as z from "zod/mini";
import { clockKind, duration } from "../domain/clock/norm.ts";
import { incidentId, word } from "./api.ts";

const reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(1_000));

const text = z.string().check(z.trim(), z.minLength(1), z.maxLength(20_000));
/** A word that somebody has copied from elsewhere, perhaps with the blanks around it. */
const copied = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));

/** Which reply, and to the writer of which message. */
const delivery = { reply: word, signal: word };

/** The bodies of the commands, by the command's name in the address. */
export const commandBodies = {
  triage: z
    .object({
      topic: z.optional(word),
      territory: z.optional(word),
      urgent: z.optional(z.boolean()),
      why: z.optional(reason),
    })
    .check(
      z.refine(
        ({ topic, territory, urgent }) => topic !== undefined || territory !== undefined || urgent !== undefined,
        "Say what is corrected: topic, territory or urgent.",
      ),
    ),
  assign: z.object({ authority: word, why: z.optional(reason) }),
  ask: z.object({ text }),
  resume: z.object({ why: z.optional(reason) }),
  extend: z
    .object({
      clock: z._default(clockKind, "answer"),
      /** So much longer, as `2wd`. */
      by: z.optional(duration),
      /** Or until this moment. */
      dueAt: z.optional(z.iso.datetime({ offset: true })),
      why: reason,
      notice: text,
    })
    .check(z.refine(({ by, dueAt }) => (by === undefined) !== (dueAt === undefined), "Give either by or dueAt.")),
  interim: z.object({ text }),
  answer: z.object({ text }),
  draft: z.object({ text, kind: z._default(z.enum(["interim", "final"]), "final") }),
  submit: z.object({}),
  approve: z.object({}),
  return: z.object({ why: reason }),
  "deliver-by-hand": z.object({ ...delivery, where: reason }),
  resend: z.object(delivery),
  reopen: z.object({ why: reason }),
  appeal: z.object({ why: reason }),
  close: z.object({ why: reason }),
  merge: z.object({ into: incidentId, why: z.optional(reason) }),
  split: z.object({ signals: z.array(incidentId).check(z.minLength(1), z.maxLength(90)), why: z.optional(reason) }),
  divide: z.object({ text: z.optional(text), why: z.optional(reason) }),
  pos: z.object({
    number: copied,
    status: z.optional(copied),
    dueAt: z.optional(z.iso.datetime({ offset: true })),
  }),
  publish: z.object({ why: z.optional(reason) }),
  unpublish: z.object({ why: reason }),
} as const;

export const commandName = z.enum([
  "triage",
  "assign",
  "ask",
  "resume",
  "extend",
  "interim",
  "answer",
  "draft",
  "submit",
  "approve",
  "return",
  "deliver-by-hand",
  "resend",
  "reopen",
  "appeal",
  "close",
  "merge",
  "split",
  "divide",
  "pos",
  "publish",
  "unpublish",
]);
