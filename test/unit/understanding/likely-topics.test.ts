import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";
import { readModel } from "../../../shared/understanding/model/model-file.ts";
import { likelyTopics } from "../../../shared/understanding/topic/likely-topics.ts";
import { understand } from "../../../shared/understanding/understand.ts";
import { readingSubjects, usualSubjects } from "../../../training/subjects/usual-subjects.ts";

const file = join(import.meta.dirname, "../../../shared/reference/model/default.bin");
const likely = likelyTopics(readModel(readFileSync(file)));
const centre = exampleCentre();
const receivedAt = Date.UTC(2026, 3, 1);
const read = readingSubjects(usualSubjects());
const understood = (text: string) => understand({ text, receivedAt }, centre, { likely }, read(text));

describe("a message that the default model reads", () => {
  it.each([
    ["Ребёнок болеет, а терапевта в поликлинике нет вторую неделю, одна медсестра на весь посёлок", "health"],
    ["Когда начислят единое пособие на детей? Документы подала в прошлом месяце", "social"],
    ["Контейнеры переполнены, мусоровоз не приезжал с прошлой недели", "waste"],
  ])("goes to the group it is sure of: «%s»", (text, group) => {
    expect(understood(text)).toMatchObject({ group, understood: { told: { words: expect.anything() } } });
    expect(understood(text).understood.suggestions).toBeUndefined();
  });

  it("keeps three suggestions where the model is not sure, the likeliest first", () => {
    const { suggestions = [] } = understood("Сделайте уже что-нибудь с этим безобразием").understood;
    expect(suggestions).toHaveLength(3);
    expect(suggestions.toSorted((one, other) => other.likelihood - one.likelihood)).toEqual(suggestions);
  });

  it("says why it is about its topic: by the model, by keywords with the model's likelihood, or by keywords alone", () => {
    const { told } = understood("Контейнеры переполнены, мусоровоз не приезжал с прошлой недели").understood;
    expect(told).toMatchObject({ topic: "waste-collection", words: expect.arrayContaining(["мусоровоз"]) });
    expect(told?.likelihood).toBeGreaterThan(0);
    const urgent = understood("В подъезде пахнет газом").understood.told;
    expect(urgent).toEqual({ topic: "gas-leak", words: expect.arrayContaining([expect.stringContaining("газ")]) });
    const unsure = understood("Машина стоит на газоне третий день").understood;
    expect(unsure.suggestions).toHaveLength(3);
    expect(unsure.told).toMatchObject({ topic: "parking", words: expect.anything() });
    expect(understood("Добрый вечер").understood.told).toBeUndefined();
  });

  it.each([
    ["В подъезде лифт застрял", "lifts"],
    ["Двор, сломаны качели на детской площадке", "playgrounds"],
  ])("is of the topic that the model holds likeliest of those that its keywords name: «%s»", (text, topic) => {
    expect(understood(text)).toMatchObject({ topic, understood: { told: { topic, words: expect.anything() } } });
  });

  it("is urgent by its words whatever the model says", () => {
    expect(understood("В поликлинике пахнет газом, врачи и пациенты на улице")).toMatchObject({
      topic: "gas-leak",
      urgent: true,
    });
  });

  it("is what the citizen chose", () => {
    expect(understand({ text: "Терапевта нет", topic: "lifts", receivedAt }, centre, { likely }).topic).toBe("lifts");
  });

  it("is read by keywords alone when the centre's data ask no model", () => {
    const { model: _model, ...topics } = centre.topics;
    const text = "Терапевта в поликлинике нет, одна медсестра на весь посёлок";
    const without = { ...centre, topics };
    const signal = { text, receivedAt };
    expect(understand(signal, without, { likely })).toEqual(understand(signal, without));
  });
});
