import { describe, expect, it } from "vitest";
import { centre, danglingNames, timeOf } from "../../../shared/domain/centre/centre.ts";
import { staleRules } from "../../../shared/domain/centre/stale-rules.ts";
import { normalForm } from "../../../shared/domain/centre/text.ts";
import { HOUR } from "../../../shared/domain/time/instant.ts";
import { complaints } from "../../../shared/platform/parse.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";

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

  it("is taken with bodies and territories that stand above themselves, and says which", () => {
    const { authorities, territories } = example;
    const data = {
      ...example,
      authorities: {
        ...authorities,
        authorities: authorities.authorities.map((each) =>
          each.id === "regional-government" ? { ...each, parent: "lipetsk-mcu" } : each,
        ),
      },
      territories: {
        ...territories,
        territories: territories.territories.map((each) =>
          each.id === "lipetsk" ? { ...each, parent: "lipetsk-sovetsky" } : each,
        ),
      },
    };
    expect(danglingNames(data)).toEqual([]);
    expect(staleRules(data, Date.parse("2026-03-02T20:00:00Z"))).toEqual([
      'authorities.json /authorities/0/parent: "regional-government" stands above itself',
      'authorities.json /authorities/1/parent: "city-administration" stands above itself',
      'authorities.json /authorities/2/parent: "lipetsk-mcu" stands above itself',
      'territories.json /territories/5/parent: "lipetsk-sovetsky" stands above itself',
      'territories.json /territories/9/parent: "lipetsk" stands above itself',
    ]);
  });

  it("is taken with a body and a territory that are there twice, and says which", () => {
    const { authorities, territories } = example;
    const [body, ground] = [authorities.authorities[0], territories.territories[0]];
    const data = {
      ...example,
      authorities: { ...authorities, authorities: [...authorities.authorities, ...(body ? [{ ...body }] : [])] },
      territories: { ...territories, territories: [...territories.territories, ...(ground ? [{ ...ground }] : [])] },
    };
    expect(staleRules(data, Date.parse("2026-03-02T20:00:00Z"))).toEqual([
      `authorities.json /authorities/${authorities.authorities.length}/id: "regional-government" is there twice`,
      `territories.json /territories/${territories.territories.length}/id: "gryazi" is there twice`,
    ]);
  });

  it.each(["—", "  ", "!?"])("is refused with the keyword %j, which no word begins with", (keyword) => {
    const [first, ...others] = example.territories.territories;
    const territories = { ...example.territories, territories: [{ ...first, keywords: [keyword] }, ...others] };
    expect(centre.safeParse({ ...example, territories }).success).toBe(false);
    const topic = { id: "odd", name: "Странная", keywords: [keyword] };
    const topics = { groups: [{ id: "odd", name: "Странное", topics: [topic] }, ...example.topics.groups] };
    expect(centre.safeParse({ ...example, topics: { ...topics, fallback: "other" } }).success).toBe(false);
  });

  const { calendar, norms } = example;
  const hours = (changed: Partial<Record<keyof typeof calendar.hours, unknown>>) => ({
    calendar: { ...calendar, hours: { ...calendar.hours, ...changed } },
  });
  const mondays = (...monday: readonly (readonly [string, string])[]) =>
    hours({ week: calendar.hours.week.map((day, place) => (place === 0 ? monday : day)) });
  const years = (changed: Record<string, number>) => ({
    calendar: { ...calendar, production: { ...calendar.production, ...changed } },
  });

  it.each([
    ["a zone that there is not", hours({ zone: "Europe/Lipetsk" }), "must be an IANA zone, as Europe/Moscow"],
    ["a span that ends before it begins", mondays(["17:30", "08:30"]), "must be spans of one day"],
    ["spans that overlap", mondays(["08:30", "13:30"], ["12:30", "17:30"]), "must be spans of one day"],
    ["spans out of order", mondays(["13:30", "17:30"], ["08:30", "12:30"]), "must be spans of one day"],
    ["a time that no clock shows", mondays(["08:30", "25:00"]), "must be a time of the day, as 17:30 or 24:00"],
    ["a short day that is longer", hours({ shortDayMinutes: -60 }), "must be 0 at least"],
    ["years the wrong way round", years({ firstYear: 2027, lastYear: 2018 }), "not before its first"],
    ["years without end", years({ lastYear: 99_999 }), "must be 2100 at most"],
    [
      "a duration that is none",
      { norms: { ...norms, norms: [{ clock: "answer", duration: "9 hours" }] } },
      "must be a duration, as 4h, 9wh, 7wd or 30d",
    ],
    [
      "a norm with a condition that is misspelt, and would hold for all",
      { norms: { ...norms, norms: [{ clock: "answer", duration: "4wh", urgnet: true }] } },
      "has unknown fields: urgnet",
    ],
  ])("is refused with %s, which is named", (_, changed, detail) => {
    const { error } = centre.safeParse({ ...example, ...changed });
    expect(error && complaints(error)).toMatchObject([{ detail: expect.stringContaining(detail) }]);
  });

  it("may work round the clock", () => {
    const always = [["00:00", "24:00"]];
    const day = centre.parse({ ...example, ...hours({ week: Array.from({ length: 7 }, () => always) }) });
    const from = Date.parse("2026-03-06T18:00:00Z");
    expect(timeOf(day).add(from, 9 * HOUR)).toEqual({ at: from + 9 * HOUR, beyondCalendar: false });
  });
});
