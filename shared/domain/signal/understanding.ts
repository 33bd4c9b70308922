import * as z from "zod/mini";
import type { SignalKind } from "./signal.ts";

/** The language of a message, as far as it matters who can read it. */
export const language = z.enum(["ru", "other"]);
export type Language = z.infer<typeof language>;

const part = z.optional(z.string());

/** An address in its parts. The flat is not among them: it is the citizen's own. */
export const address = z.object({
  settlement: part,
  /** With its type: «улица Садовая». */
  street: part,
  house: part,
  building: part,
});
export type Address = z.infer<typeof address>;

/** What a territory was told by; `centre`: by nothing, so it is the centre's own. */
const toldBy = z.enum(["address", "point", "text", "page", "centre"]);

/** Where it is, and how that is known. */
export const where = z.extend(address, {
  by: toldBy,
  /** From 0 to 1. */
  sure: z.number(),
  /** The known names that said so, as the centre's data have them. */
  names: z.optional(z.array(z.string())),
});
export type Where = z.infer<typeof where>;

/** A topic that a message may be about. */
const suggestion = z.object({
  topic: z.string(),
  /** From 0 to 1. */
  likelihood: z.number(),
  /** The words of the message that spoke for it, the strongest first. */
  words: z.optional(z.array(z.string())),
});
export type Suggestion = z.infer<typeof suggestion>;

/** The topic that a message was taken to be about, and why. */
const told = z.extend(suggestion, {
  /** From 0 to 1; absent where words alone decided and no model was asked. */
  likelihood: z.optional(z.number()),
});
export type Told = z.infer<typeof told>;

/** What an incident keeps of how its opening signal was understood. What is usual is left out. */
export const understood = z.object({
  /** Absent when it is Russian. */
  language: z.optional(language),
  /** The rules of urgency that its words met, the gravest first. */
  urgentBy: z.optional(z.array(z.string())),
  /** Somebody's life or health seems to be in danger. */
  danger: z.optional(z.boolean()),
  /** The likeliest topics, the best first, where a model was asked and was not sure. */
  suggestions: z.optional(z.array(suggestion)),
  /** Why it is taken to be about its topic: the words of a model that was sure, or the centre's own keywords. */
  told: z.optional(told),
  /** Absent when nothing said where. */
  where: z.optional(where),
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
  /** The H3 cell of its coordinates, where it came with some. */
  readonly cell?: string | undefined;
}
