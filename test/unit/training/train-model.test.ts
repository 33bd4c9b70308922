import { describe, expect, it } from "vitest";
import { classifier } from "../../../shared/understanding/model/classify.ts";
import { ModelFailure, readModel, writeModel } from "../../../shared/understanding/model/model-file.ts";
import { TrainingFailure } from "../../../training/failure.ts";
import { readingSubjects, usualSubjects } from "../../../training/subjects/usual-subjects.ts";
import { evaluateModel } from "../../../training/topics/evaluate-model.ts";
import type { Examples } from "../../../training/topics/read-examples.ts";
import { trainModel } from "../../../training/topics/train-model.ts";
import { type Message, someMessages } from "../../fixtures/messages.ts";

const read = readingSubjects(usualSubjects());
const examples = (messages: readonly Message[], columns: readonly ("group" | "topic")[]): Examples => ({
  texts: messages.map(({ text }) => text),
  columns: columns.map((name) => ({ name, values: messages.map((message) => message[name]) })),
});

const train = (messages: readonly Message[]) =>
  trainModel(examples(messages, ["group", "topic"]), {
    name: "of tests",
    source: "phrases of our own",
    trainedAt: "2026-01-01T00:00:00Z",
    seed: 1,
    leastMessages: 2,
    tell: () => undefined,
  });

const model = train(someMessages(300));

describe("a model trained on a centre's own messages", () => {
  it("knows the group and the topic of messages it has not seen", () => {
    const unseen = someMessages(100, 2);
    expect(evaluateModel(model, examples(unseen, ["group"])).scores.accuracy).toBeGreaterThan(0.9);
    expect(evaluateModel(model, examples(unseen, ["topic"])).scores.accuracy).toBeGreaterThan(0.9);
  });

  it("is the same for the same messages and seed, to the byte", () => {
    expect(Buffer.compare(writeModel(train(someMessages(300))), writeModel(model))).toBe(0);
  });

  it("says the same after it was written and read, wherever in memory the file's bytes begin", () => {
    const file = writeModel(model);
    const moved = new Uint8Array(file.length + 3).subarray(3);
    moved.set(file);
    const text = "Лифт стоит, застрял сосед";
    for (const bytes of [file, moved])
      expect(classifier(readModel(bytes), read)(text)).toEqual(classifier(model, read)(text));
  });

  it("gives likelihoods that sum up to one, of topics to that of their group", () => {
    const [group, topic] = model.card.heads;
    const said = classifier(model, read)("Яма у лифта, мусор и снег");
    const groups = said.get("group") ?? new Float32Array();
    const topics = said.get("topic") ?? new Float32Array();
    expect(groups.reduce((sum, own) => sum + own, 0)).toBeCloseTo(1, 5);
    group?.labels.forEach((_, place) => {
      const own = topics.filter((_, label) => topic?.within?.labels[label] === place);
      expect(own.reduce((sum, likelihood) => sum + likelihood, 0)).toBeCloseTo(groups[place] ?? 0, 5);
    });
  });

  it.each([
    ["Подъемник стоит, кабина между этажами", "Лифт"],
    ["Помойка переполнена", "Вывоз"],
    ["Ухаб на шоссе", "Ямы"],
  ])("knows what is meant by words that its history has not: «%s»", (text, label) => {
    const labels = model.card.heads[1]?.labels ?? [];
    const said = classifier(model, read)(text).get("topic") ?? new Float32Array();
    expect(labels[said.indexOf(Math.max(...said))]).toBe(label);
  });

  it("takes a message of nothing but pictures for what is most usual, and not for sure", () => {
    const said = classifier(model, read)("👍👍👍").get("group") ?? new Float32Array();
    expect(Math.max(...said)).toBeLessThan(0.95);
  });

  it("holds no word of the messages", () => {
    const file = Buffer.from(writeModel(model)).toString("utf8");
    for (const word of ["сугроб", "батаре", "мусоровоз", "гараж"]) expect(file).not.toContain(word);
  });
});

describe("what cannot be", () => {
  it("learned is refused: one label alone, words that never occur twice", () => {
    const same = someMessages(20).map((message) => ({ ...message, group: "Дороги", topic: "Ямы" }));
    expect(() => train(same)).toThrow(TrainingFailure);
    expect(() =>
      train([
        { text: "яма", group: "а", topic: "б" },
        { text: "снег", group: "в", topic: "г" },
      ]),
    ).toThrow(/too few/);
  });

  it("read as a model is refused: other files, and one cut short", () => {
    const file = writeModel(model);
    expect(() => readModel(new TextEncoder().encode("text,group\nяма,Дороги\n"))).toThrow(ModelFailure);
    expect(() => readModel(file.subarray(0, file.length - 1000))).toThrow(/not copied whole/);
    expect(() => readModel(file.subarray(0, 20))).toThrow(ModelFailure);
  });

  it("evaluated is refused: a column that the model does not know", () => {
    const asked = { texts: ["яма"], columns: [{ name: "executor", values: ["город"] }] };
    expect(() => evaluateModel(model, asked)).toThrow(/"group", "topic" and no "executor"/);
  });
});
