import * as z from "zod/mini";
import { complaints } from "../platform/parse.ts";
import type { Reading } from "./reading.ts";

/** A platform's whole number as text: digits stand for one too big to be held exactly. */
export const id = z.pipe(z.union([z.int(), z.string().check(z.regex(/^-?[0-9]{1,30}$/))]), z.transform(String));

/** Up to the year 2100. */
const LATEST_SECOND = 4_102_444_800;
/** Seconds since 1970. */
export const seconds = z.int().check(z.gte(0), z.lte(LATEST_SECOND));
/** Milliseconds since 1970. */
export const milliseconds = z.int().check(z.gte(0), z.lte(LATEST_SECOND * 1_000));

/** A text that may be missing, as beside a photo. */
export const words = z.pipe(
  z.optional(z.nullable(z.string())),
  z.transform((text) => text ?? ""),
);

/** What is taken when it is there and has this form: its absence, or another form, makes no message unreadable. */
export const ifReadable = <Value>(schema: z.ZodMiniType<Value>) =>
  z.pipe(
    z.optional(z.unknown()),
    z.transform((given): Value | undefined => {
      const read = schema.safeParse(given);
      return read.success ? read.data : undefined;
    }),
  );

/** What a call that should be a message lacks, by fields. */
export const notUnderstood = (what: string, error: z.core.$ZodError, root = ""): Reading => {
  const fields = complaints(error).map(({ pointer, detail }) => `${root}${pointer} ${detail}`.trim());
  return { kind: "rejected", reason: `${what} was not understood: ${fields.join("; ")}.` };
};
