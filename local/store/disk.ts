import * as z from "zod/mini";

/** SQLite's primary result codes: the disk is full, the disk fails. */
const codes = { full: 13, failing: 10 } as const;

const sqliteError = z.looseObject({ errcode: z.number() });
const fileError = z.looseObject({ code: z.enum(["ENOSPC", "EDQUOT"]) });

/** Whether a write failed for want of room or of a working disk, and not for what was written. */
export const refusedByDisk = (error: unknown): boolean => {
  const code = primaryCode(error);
  return isFull(error) || code === codes.failing;
};

/** What the one at the screen is to know of it. */
export const fullDisk = (directory: string, error: unknown): string =>
  isFull(error)
    ? `The disk of ${directory} is full: nothing more is accepted until there is room. See the chapter "A full disk" of docs/runbook.md.`
    : `The disk of ${directory} cannot be written (${String(error)}): nothing more is accepted. See the chapter "A full disk" of docs/runbook.md.`;

const isFull = (error: unknown): boolean => primaryCode(error) === codes.full || fileError.safeParse(error).success;

const primaryCode = (error: unknown): number | undefined => {
  const code = sqliteError.safeParse(error).data?.errcode;
  return code === undefined ? undefined : code & 0xff;
};
