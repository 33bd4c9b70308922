import type { Centre } from "./centre.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

const nameOf = (known: readonly Named[], id: string): string => known.find((each) => each.id === id)?.name ?? id;

/** What a centre calls things, by their ids. A name that it has since taken out of its data is told by the id. */
export const centreNames = ({
  topics,
  territories,
  authorities,
}: Pick<Centre, "topics" | "territories" | "authorities">) => ({
  group: (id: string): string => nameOf(topics.groups, id),
  topic: (id: string): string =>
    nameOf(
      topics.groups.flatMap((group) => group.topics),
      id,
    ),
  territory: (id: string): string => nameOf(territories.territories, id),
  authority: (id: string): string => nameOf(authorities.authorities, id),
});
