import * as z from "zod/mini";
import type { SignalKind } from "./signal.ts";

/** The language of a message, as far as it matters who can read it. */
export const language = z.enum(["ru", "other"]);
export type Language = z.infer<typeof language>;

/** What an incident keeps of how its opening signal was understood. What is usual is left out. */
export const understood = z.object({
  /** Absent when it is Russian. */
  language: z.optional(language),
});
export type Understood = z.infer<typeof understood>;

/** What a signal is taken for before anybody has read it: what it is about, where, whose and how urgent. */
export interface Understanding {
  readonly kind: SignalKind;
  readonly group: string;
  readonly topic: string;
  readonly territory: string;
  readonly authority: string;
  /** Answered under the urgent norm. */
  readonly urgent: boolean;
  readonly understood: Understood;
}
