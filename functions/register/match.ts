import type { Centre } from "../../shared/domain/centre/centre.ts";
import type { SimilarIncident } from "../../shared/domain/centre/matters.ts";
import { type Incident, isOpen } from "../../shared/domain/incident/incident.ts";
import { DAY } from "../../shared/domain/time/instant.ts";
import { likenessTo, nearbyPlace } from "../../shared/understanding/same-matter/likeness.ts";
import { namesMeet } from "../../shared/understanding/same-matter/matter-index.ts";
import { unpackSketch } from "../../shared/understanding/same-matter/pack.ts";
import { type Said, saidOf } from "../../shared/understanding/same-matter/said.ts";
import { candidates, MOST_READ } from "./candidates.ts";
import { readSketches } from "./read-sketches.ts";
import type { Matter, RecentMatters } from "./recent-matters.ts";

/** What somebody has said already: the incidents that a signal is like, and of which it joins one instead of opening one. */
export interface Matched {
  /** The likeliest first: one that takes no more signals is passed over. */
  readonly join?: readonly string[];
  readonly similar: readonly SimilarIncident[];
}

/**
 * Looks for incidents of the same matter, given what a signal would open. Asked before anything is written, for a repeat too;
 * an incident that takes no more signals is passed over.
 */
export type Match = (opened: Incident, centre: Centre) => Promise<Matched>;

/** Every signal is a matter of its own. */
export const nothingMatches: Match = async () => ({ similar: [] });

interface Alike extends SimilarIncident {
  readonly theirs: Said;
}

/** What is matched, of which centre, and from which likelihoods on others are shown, and joined. */
interface Asked {
  readonly id: string;
  readonly centre: string;
  readonly suggestFrom: number;
  readonly joinFrom: number | undefined;
}

/** So many are shown, and so many tried to be joined. */
const SHOWN = 5;
const TRIED = 3;

/** Keeps the likelihoods of those that are shown, and tells the least of them: 0 until there are enough. */
const likeliest = (): ((likelihood: number) => number) => {
  const shown = new Float64Array(SHOWN);
  return (likelihood) => {
    if (likelihood > (shown[0] ?? 0)) {
      shown[0] = likelihood;
      shown.sort();
    }
    return shown[0] ?? 0;
  };
};

/** Compares with the newest open matters of the centre, by their sketches. */
export const matchMatters = (recent: RecentMatters): Match => {
  const known = readSketches();

  /** Those that may be shown or joined, the likeliest first, of equals the newest. */
  const alikeTo = (
    ours: Said,
    newest: readonly Matter[],
    { id: opened, centre, suggestFrom, joinFrom = 1 }: Asked,
  ): readonly Alike[] => {
    const { placesOf, at, inCommonWith } = known(centre);
    const places = placesOf(newest);
    const inCommon = inCommonWith(ours);
    const likenessOf = likenessTo(ours);
    const alike: Alike[] = [];
    const leastShown = likeliest();
    let least = suggestFrom;
    for (const place of candidates(places, inCommon)) {
      const other = at(place);
      if (other === undefined) continue;
      const { id, said: theirs } = other;
      const likely = likenessOf(theirs, least, namesMeet(inCommon[place] ?? 0));
      if (likely === 0 || likely < least || id === opened) continue;
      alike.push({ id, likeness: likely, theirs });
      least = Math.max(suggestFrom, Math.min(joinFrom, leastShown(likely)));
    }
    return alike.toSorted((one, other) => other.likeness - one.likeness || other.theirs.at - one.theirs.at);
  };

  return async (opened, { matters }) => {
    const { id, centre, group, sketch = "", createdAt } = opened;
    const unpacked = unpackSketch(sketch);
    if (unpacked === undefined || !isOpen(opened)) return { similar: [] };
    const ours = saidOf(unpacked);
    const asked = { centre, since: createdAt - matters.days * DAY, at: createdAt, most: MOST_READ };
    const others = await recent.newest(asked);
    // Without coordinates nothing is near.
    const mayJoin = ours.lat !== undefined && !matters.personal.includes(group);
    const joinFrom = mayJoin ? matters.joinFrom : undefined;
    const alike = alikeTo(ours, others, { id, centre, suggestFrom: matters.suggestFrom, joinFrom });
    const same = alike.filter(
      ({ likeness, theirs }) => joinFrom !== undefined && likeness >= joinFrom && nearbyPlace(ours, theirs),
    );
    const similar = alike.slice(0, SHOWN).map(({ id, likeness }) => ({ id, likeness: rounded(likeness) }));
    if (same.length > 0) return { join: same.slice(0, TRIED).map(({ id }) => id), similar };
    recent.notice(asked, { id, sketch });
    return { similar };
  };
};

const rounded = (likelihood: number): number => Math.round(likelihood * 100) / 100;
