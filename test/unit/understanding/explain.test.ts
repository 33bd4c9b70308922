import { describe, expect, it } from "vitest";
import type { Topics } from "../../../shared/domain/centre/topic.ts";
import { vectorClassifier } from "../../../shared/understanding/model/classify.ts";
import { explainer } from "../../../shared/understanding/model/explain.ts";
import { textVectors } from "../../../shared/understanding/model/text-vector.ts";
import { likelyTopics } from "../../../shared/understanding/topic/likely-topics.ts";
import { readText } from "../../../shared/understanding/words/read-text.ts";
import { trainModel } from "../../../training/topics/train-model.ts";
import { someMessages } from "../../fixtures/messages.ts";

const messages = someMessages(300);
const model = trainModel(
  {
    texts: messages.map(({ text }) => text),
    columns: [{ name: "topic", values: messages.map(({ topic }) => topic) }],
  },
  {
    name: "of tests",
    source: "phrases of our own",
    trainedAt: "2026-01-01T00:00:00Z",
    seed: 1,
    leastMessages: 5,
    tell: () => undefined,
  },
);
const labels = model.card.heads[0]?.labels ?? [];
const explain = explainer(model, vectorClassifier(model).rows);
const vectorOf = textVectors(model);
const wordsFor = (label: string, text: string): string[] => {
  const vector = vectorOf(readText(text));
  return explain(vector, vector, [labels.indexOf(label)])[0] ?? [];
};

describe("the words that spoke for a topic", () => {
  const text = "Добрый день! Лифт скрипит на Садовой, а во дворе свалка за гаражами. Когда исправят?";

  it("are those of the message that are about it, and others for another topic", () => {
    const lift = wordsFor("Лифт", text);
    const dump = wordsFor("Свалка", text);
    expect(lift).toContain("лифт");
    expect(dump).toContain("свалка");
    expect(lift).not.toContain("свалка");
    expect(dump).not.toContain("лифт");
  });

  it("stand in the message as they are told, three at most and none twice", () => {
    const words = wordsFor("Лифт", `${text} Лифт! Лифт! Лифт!`);
    expect(words.length).toBeLessThanOrEqual(3);
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(text.toLowerCase()).toContain(word);
  });

  it("are none that fewer people wrote than a model keeps, whatever letters they share with others", () => {
    expect(wordsFor("Лифт", "Лифтовский лифтоненавистник пишет")).toEqual([]);
  });

  it("are none where a message has no word that is known", () => {
    expect(wordsFor("Лифт", "👍👍👍")).toEqual([]);
  });
});

describe("topics of a centre's own model", () => {
  const topic = (id: string, name: string) => ({ id, name, keywords: ["слово"] });
  const topics: Topics = {
    groups: [{ id: "all", name: "Всё", topics: [topic("Лифт", "Лифты"), topic("dumps", "Свалки")] }],
    fallback: "dumps",
    model: { topics: { Свалка: "dumps" } },
  };

  it("are named by their ids, or as the centre's data say; what the centre does not have is left out", () => {
    const likely = likelyTopics(model)(readText("Лифт не работает, застрял в лифте"), topics);
    expect(likely?.topics(9).map(({ topic }) => topic)).toEqual(["Лифт", "dumps"]);
    const [first] = likely?.explained(likely.topics(9)) ?? [];
    expect(first).toMatchObject({ topic: "Лифт", words: expect.arrayContaining(["лифт"]) });
  });
});
