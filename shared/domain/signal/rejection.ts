import * as z from "zod/mini";
import { instant } from "../time/instant.ts";

/**
 * Thrown for what will never succeed however often it is tried. `reason` is read by people and goes beside the dead
 * letter: it names fields and rules, never a citizen's words.
 */
export class Rejection extends Error {
  override readonly name = "Rejection";
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** A message that was verified and not understood, kept until someone has looked at it. */
export const rejected = z.object({
  id: z.string(),
  channel: z.string(),
  source: z.string(),
  reason: z.string(),
  /** What came, sealed, in base64. */
  sealed: z.string(),
  at: instant,
});
export type Rejected = z.infer<typeof rejected>;
