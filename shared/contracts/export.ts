import * as z from "zod/mini";

const instant = z.iso.datetime({ offset: true });

/** The body of a request to export a centre's incidents in the columns of «Инцидент Менеджмент», one page at a time. */
export const exportRequest = z.strictObject({
  /** Of incidents opened from this moment on. */
  from: z.optional(instant),
  /** And before this one. */
  to: z.optional(instant),
  cursor: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,200}$/))),
});
export type ExportRequest = z.infer<typeof exportRequest>;

/** A page of rows, by the headings of their columns. */
export const exportReport = z.object({
  rows: z.array(z.record(z.string(), z.string())),
  cursor: z.optional(z.string()),
});
export type ExportReport = z.infer<typeof exportReport>;
