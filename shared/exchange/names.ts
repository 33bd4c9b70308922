import type { Centre } from "../domain/centre/centre.ts";
import { normalForm } from "../domain/centre/text.ts";

/** How classifiers abbreviate a municipality: the name is the same without it. */
const MUNICIPALITY = / (?:г о|м о|м р|городской округ|муниципальный округ|муниципальный район) $/;

const bare = (name: string): string => normalForm(name).replace(MUNICIPALITY, " ");

/** Of some entries the id of the one that is called so, however it is written. */
const byName = (entries: readonly { readonly id: string; readonly names: readonly string[] }[]) => {
  const known = new Map<string, string>();
  for (const { id, names } of entries)
    for (const name of names) {
      const form = bare(name);
      if (!known.has(form)) known.set(form, id);
    }
  return (name: string | undefined): string | undefined => (name === undefined ? undefined : known.get(bare(name)));
};

interface KnownTopic {
  readonly group: string;
  readonly topic: string;
  readonly urgent: boolean;
}

export interface CentreNames {
  /** By the topic's name, within the group of that name where there is such a one. */
  topic(topic: string | undefined, group: string | undefined): KnownTopic | undefined;
  territory(name: string | undefined): string | undefined;
  authority(name: string | undefined): string | undefined;
  /** What fits nowhere. */
  readonly fallback: KnownTopic;
}

const compiled = ({ topics, territories, authorities }: Centre): CentreNames => {
  const all = topics.groups.flatMap((group) =>
    group.topics.map(({ id, name, urgent = false }) => ({
      known: { group: group.id, topic: id, urgent },
      group: normalForm(group.name),
      name: normalForm(name),
    })),
  );
  const fallback = all.find(({ known }) => known.topic === topics.fallback)?.known;
  if (fallback === undefined) throw new RangeError(`The fallback topic "${topics.fallback}" is not in the taxonomy.`);
  return {
    topic: (topic = "", group = "") => {
      const called = all.filter(({ name }) => name === normalForm(topic));
      return (called.find((each) => each.group === normalForm(group)) ?? called[0])?.known;
    },
    territory: byName(
      territories.territories.map(({ id, name, names, commonNames }) => ({
        id,
        names: [name, ...names, ...commonNames],
      })),
    ),
    authority: byName(authorities.authorities.map(({ id, name }) => ({ id, names: [name] }))),
    fallback,
  };
};

const known = new WeakMap<Centre, CentreNames>();

/** What a centre calls its topics, territories and authorities, for finding them by the words of another system. */
export const namesOf = (centre: Centre): CentreNames => {
  const names = known.get(centre) ?? compiled(centre);
  known.set(centre, names);
  return names;
};
