import { describe, expect, it } from "vitest";
import { centre, danglingNames } from "../../shared/domain/centre.ts";
import { staleRules } from "../../shared/domain/stale-rules.ts";
import { normalForm } from "../../shared/domain/text.ts";
import { exampleCentre } from "../../shared/reference/example-centre.ts";

const example = exampleCentre();
const exampleTopics = example.topics.groups.flatMap(({ topics }) => topics);

const repeated = (ids: readonly string[]): string[] => ids.filter((id, index) => ids.indexOf(id) !== index);

describe("the example centre", () => {
  it("names nothing that is not there", () => {
    expect(danglingNames(example)).toEqual([]);
  });

  it("gives every group, topic, territory and authority an id of its own", () => {
    expect(repeated(example.topics.groups.map(({ id }) => id))).toEqual([]);
    expect(repeated(exampleTopics.map(({ id }) => id))).toEqual([]);
    expect(repeated(example.territories.territories.map(({ id }) => id))).toEqual([]);
    expect(repeated(example.authorities.authorities.map(({ id }) => id))).toEqual([]);
  });

  it("writes keywords as texts are compared", () => {
    const keywords = [
      ...exampleTopics.flatMap((topic) => topic.keywords),
      ...example.territories.territories.flatMap((territory) => territory.keywords),
    ];
    expect(keywords.filter((keyword) => normalForm(keyword).trim() !== keyword)).toEqual([]);
  });

  it("has an authority for every group, and no authority that answers to itself", () => {
    const { authorities, rules } = example.authorities;
    const ruled = new Set(rules.map(({ group }) => group));
    expect(example.topics.groups.filter(({ id }) => !ruled.has(id))).toEqual([]);
    const parents = new Map(authorities.map(({ id, parent }) => [id, parent]));
    const circular = authorities.filter(({ id }) => {
      let above = parents.get(id);
      for (let steps = 0; above !== undefined && steps < authorities.length; steps += 1) above = parents.get(above);
      return above !== undefined;
    });
    expect(circular).toEqual([]);
  });
});

describe("a centre's data", () => {
  it("is told where it names something that is not there", () => {
    const broken = {
      ...example,
      territories: { ...example.territories, fallback: "atlantis" },
      authorities: { ...example.authorities, fallback: "knights" },
    };
    expect(danglingNames(broken)).toEqual([
      'territories.json /fallback: there is no territory "atlantis"',
      'authorities.json /fallback: there is no authority "knights"',
    ]);
  });

  it("is taken with rules that do nothing any more, and says which and why", () => {
    const rules = [
      { topic: "dragons", authority: "knights" },
      { group: "roads", authority: "roads-department", until: "2026-03-02" },
    ];
    const data = { ...example, authorities: { ...example.authorities, rules } };
    expect(danglingNames(data)).toEqual([]);
    expect(staleRules(data, Date.parse("2026-03-02T20:00:00Z"))).toEqual([
      'authorities.json /rules/0/topic: there is no topic "dragons"',
      'authorities.json /rules/0/authority: there is no authority "knights"',
    ]);
    expect(staleRules(data, Date.parse("2026-03-03T00:00:00Z")).at(-1)).toBe(
      "authorities.json /rules/1/until: its last day was 2026-03-02",
    );
    expect(staleRules(example, Date.parse("2026-03-03T00:00:00Z"))).toEqual([]);
  });

  it.each(["—", "  ", "!?"])("is refused with the keyword %j, which no word begins with", (keyword) => {
    const [first, ...others] = example.territories.territories;
    const territories = { ...example.territories, territories: [{ ...first, keywords: [keyword] }, ...others] };
    expect(centre.safeParse({ ...example, territories }).success).toBe(false);
    const topic = { id: "odd", name: "Странная", keywords: [keyword] };
    const topics = { groups: [{ id: "odd", name: "Странное", topics: [topic] }, ...example.topics.groups] };
    expect(centre.safeParse({ ...example, topics: { ...topics, fallback: "other" } }).success).toBe(false);
  });
});
