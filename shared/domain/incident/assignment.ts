import * as z from "zod/mini";
import { type Instant, instant } from "../time/instant.ts";

/** What an incident is about and where: habits of assigning are remembered by both. */
export interface Habitat {
  readonly centre: string;
  readonly topic: string;
  readonly territory: string;
}

/** A person gave an incident to an authority. */
export const assignment = z.object({ to: z.string(), at: instant });
export type Assignment = z.infer<typeof assignment>;

/** The last so many are remembered: a habit that has changed is forgotten by them. */
export const MOST_REMEMBERED = 12;

/** A rule is worth writing when so many of the last so many went one way. */
const STABLE = { times: 5, of: 6 };

/** Adds one to those that are remembered, oldest first. */
export const withAssignment = (known: readonly Assignment[], one: Assignment): readonly Assignment[] =>
  [...known, one].toSorted((a, b) => a.at - b.at).slice(-MOST_REMEMBERED);

export interface SuggestedAuthority {
  readonly id: string;
  /** How many of those that are remembered went there. */
  readonly times: number;
  readonly lastAt: Instant;
  /** The last ones went there so regularly that a rule could say it. */
  readonly stable: boolean;
}

/** To whom else an incident may belong, as people decided before: most often first, of equals the latest. */
export const suggestedAuthorities = (given: readonly Assignment[], present: string): readonly SuggestedAuthority[] => {
  const last = given.slice(-STABLE.of);
  return [...Map.groupBy(given, ({ to }) => to)]
    .filter(([id]) => id !== present)
    .map(([id, theirs]) => ({
      id,
      times: theirs.length,
      lastAt: Math.max(...theirs.map(({ at }) => at)),
      stable: last.filter(({ to }) => to === id).length >= STABLE.times,
    }))
    .toSorted((a, b) => b.times - a.times || b.lastAt - a.lastAt);
};
