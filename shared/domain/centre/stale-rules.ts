import { DAY, type Instant } from "../time/instant.ts";
import { above, type TreeNode } from "./above.ts";
import type { AuthorityRule } from "./authority.ts";
import type { Centre } from "./centre.ts";

/** Whether a rule's last day is over. The day ends with the earliest of the world's zones: a rule is late rather than early. */
export const isExpired = ({ until }: Pick<AuthorityRule, "until">, at: Instant): boolean =>
  until !== undefined && at >= Date.parse(until) + DAY;

const circlesAndTwins = (file: string, nodes: readonly TreeNode[]): readonly string[] => {
  const first = new Map(nodes.toReversed().map((node) => [node.id, node]));
  return nodes.flatMap((node, index) => [
    ...(first.get(node.id) === node ? [] : [`${file}.json /${file}/${index}/id: "${node.id}" is there twice`]),
    ...(above(node.id, nodes).includes(node.id)
      ? [`${file}.json /${file}/${index}/parent: "${node.id}" stands above itself`]
      : []),
  ]);
};

/**
 * Rules of who answers that do nothing, each with why: their day is over, or what they name is gone. None of them keeps
 * a centre's data from being taken, for the next rule, and at last the fallback, answers in their place. After them what
 * stands above itself, so that nobody can tell the whole from the part, and what is there twice: the first one counts.
 */
export const staleRules = ({ topics, territories, authorities }: Centre, at: Instant): readonly string[] => {
  const known = {
    group: new Set(topics.groups.map(({ id }) => id)),
    topic: new Set(topics.groups.flatMap((group) => group.topics.map(({ id }) => id))),
    territory: new Set(territories.territories.map(({ id }) => id)),
    authority: new Set(authorities.authorities.map(({ id }) => id)),
  };
  const fields = ["group", "topic", "territory", "authority"] as const;
  const stale = authorities.rules.flatMap((rule, index) => [
    ...fields.flatMap((field) => {
      const name = rule[field];
      return name === undefined || known[field].has(name)
        ? []
        : [`authorities.json /rules/${index}/${field}: there is no ${field} "${name}"`];
    }),
    ...(isExpired(rule, at) ? [`authorities.json /rules/${index}/until: its last day was ${rule.until}`] : []),
  ]);
  return [
    ...stale,
    ...circlesAndTwins("authorities", authorities.authorities),
    ...circlesAndTwins("territories", territories.territories),
  ];
};
