import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIKELY_DANGER } from "../../../shared/domain/urgency/urgency.ts";
import { type Dangers, readDangers, writeDangers } from "../../../shared/understanding/urgency/dangers-file.ts";
import { understand } from "../../../shared/understanding/understand.ts";
import { readText } from "../../../shared/understanding/words/read-text.ts";
import { usualDangerLikelihood } from "../../../training/dangers/usual-dangers.ts";
import { fixtureCentre } from "../../fixtures/centre.ts";

const receivedAt = Date.parse("2026-01-15T12:00:00+03:00");
const dangerOf = usualDangerLikelihood();
const centre = fixtureCentre();
const likelihood = (text: string): number => dangerOf(readText(text).words);
const read = (text: string, data = centre) => {
  const { kind, urgent, understood } = understand({ text, receivedAt }, data, { dangerOf });
  return { kind, urgent, danger: understood.danger === true, by: understood.urgentBy ?? [] };
};

describe("danger that is told in no rule's words", () => {
  const sideways = [
    "Второй час звоню в дверь к соседу, утром он держался за грудь, теперь внутри ни звука",
    "Мальчишки вылезли на карниз седьмого этажа и фотографируются, один уже еле держится",
    "В овраге кто-то хрипит, темно, спуститься не могу",
    "Котёл погас, у всех в доме разболелась голова, младшая вялая и не просыпается",
    "Годовалый заперт в салоне на жаре, уже не плачет, весь мокрый, ключи внутри",
  ];

  it.each(sideways)("is danger: «%s»", (text) => {
    expect(understand({ text, receivedAt }, centre).understood.danger).toBeUndefined();
    expect(read(text)).toEqual({ kind: "problem", urgent: true, danger: true, by: [LIKELY_DANGER] });
  });

  it.each([
    "Во дворе четвёртый день не горят фонари, вечером темно",
    "Бабушка просит поставить лавочку у аптеки, старым людям негде присесть",
    "Когда в доме заменят котёл? Обещали ещё летом",
    "Мальчишки до ночи играют в футбол под окнами, шумно",
    "Звонила в поликлинику весь день, никто не берёт трубку, талонов к кардиологу нет до марта",
    "Прошу пересчитать плату за мусор, живём вдвоём, а начислили на троих",
    "У нас на Новой так же, воды с утра нет",
  ])("is none: «%s»", (text) => {
    expect(read(text)).toMatchObject({ danger: false, by: [] });
  });

  it("is found among other matters", () => {
    const [stuck = ""] = sideways.slice(1);
    const text = `Здравствуйте, мусор не вывозили с пятницы. ${stuck}. И ещё вопрос, когда починят дорогу на Садовой?`;
    expect(read(text)).toMatchObject({ urgent: true, by: expect.arrayContaining([LIKELY_DANGER]) });
  });

  it("adds nothing where a rule has told, and nothing to thanks", () => {
    expect(read("В подъезде сильно пахнет газом, у всех болит голова").by).not.toContain(LIKELY_DANGER);
    expect(read("Спасибо спасателям, что сняли мальчишек с карниза!")).toMatchObject({ urgent: false, by: [] });
  });

  it("is asked for by the centre's data, and counts from the likelihoods that they tell", () => {
    const [text = ""] = sideways;
    const withLikely = (urgentFrom: number, dangerFrom: number) => ({
      ...centre,
      urgency: { ...centre.urgency, likely: { urgentFrom, dangerFrom } },
    });
    const { likely: _, ...rulesAlone } = centre.urgency;
    expect(read(text, { ...centre, urgency: rulesAlone })).toMatchObject({ urgent: false, danger: false, by: [] });
    expect(read(text, withLikely(0.5, 1))).toMatchObject({ urgent: true, danger: false, by: [LIKELY_DANGER] });
    expect(read(text, withLikely(1, 1))).toMatchObject({ urgent: false, danger: false, by: [] });
  });

  it("does not depend on numbers, nor on what was read before", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sideways),
        fc.integer({ min: 1, max: 200 }),
        fc.string(),
        (text, number, other) => {
          const alone = likelihood(`${text}, дом 7`);
          likelihood(other);
          expect(likelihood(`${text}, дом ${number}`)).toBe(alone);
        },
      ),
    );
  });

  it("is a likelihood of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const told = likelihood(text);
        expect(told).toBeGreaterThanOrEqual(0);
        expect(told).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("the file of dangers", () => {
  const few: Dangers = {
    bias: -0.5,
    step: 0.25,
    features: Uint32Array.of(3, 4_000_000_000),
    weights: Int8Array.of(-7, 127),
  };

  it("is read as it was written", () => {
    expect(readDangers(writeDangers(few))).toEqual(few);
  });

  it.each([
    ["another file", new Uint8Array(64), "no file of dangers"],
    ["too short a file", writeDangers(few).subarray(0, 12), "no file of dangers"],
    ["a file without its end", writeDangers(few).subarray(0, -1), "not whole"],
  ])("is refused from %s", (_, file, why) => {
    expect(() => readDangers(file)).toThrow(why);
  });
});
