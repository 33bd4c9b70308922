import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Topics } from "../../../shared/domain/centre/topic.ts";
import { MINUTE } from "../../../shared/domain/time/instant.ts";
import { topicModels } from "../../../shared/platform/topic-model.ts";
import { writeModel } from "../../../shared/understanding/model/model-file.ts";
import { readText } from "../../../shared/understanding/words/read-text.ts";
import { trainModel } from "../../../training/topics/train-model.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import { someMessages } from "../../fixtures/messages.ts";

/** A model that calls its topics by the given word and their name. */
const modelOf = (word: string, column = "topic"): Uint8Array => {
  const messages = someMessages(120);
  const examples = {
    texts: messages.map(({ text }) => text),
    columns: [{ name: column, values: messages.map(({ topic }) => `${word} ${topic}`) }],
  };
  const told = { name: word, source: "phrases of our own", trainedAt: "2026-01-01T00:00:00Z" };
  return writeModel(trainModel(examples, { ...told, seed: 1, leastMessages: 2, tell: () => undefined }));
};

const topic = (id: string) => ({ id, name: id, keywords: ["слово"] });
const topics: Topics = {
  groups: [{ id: "all", name: "Всё", topics: ["usual Лифт", "own Лифт", "newer Лифт"].map(topic) }],
  fallback: "own Лифт",
  model: { topics: {} },
};

const openRoom = () => {
  const folder = mkdtempSync(join(tmpdir(), "otklik-models-"));
  const packed = join(folder, "packed.bin");
  writeFileSync(packed, modelOf("usual"));
  mkdirSync(join(folder, "lipetsk"));
  const path = join(folder, "lipetsk", "model.bin");
  const log = recordingLog();
  let now = 0;
  const models = topicModels({ packed: () => packed, folder, age: () => now, log });
  const said = (centre = "lipetsk") =>
    models(centre)(readText("Лифт не работает, застрял в лифте"), topics)
      ?.topics(9)
      .map((likely) => likely.topic);
  return { path, log, said, later: () => (now += MINUTE) };
};

describe("a centre's own model of topics", () => {
  test("serves its centre alone, within a minute of being put there, and the usual one when it is taken away", () => {
    const { path, said, later } = openRoom();
    expect(said()).toEqual(["usual Лифт"]);
    writeFileSync(path, modelOf("own"));
    later();
    expect(said()).toEqual(["own Лифт"]);
    expect(said("elsewhere")).toEqual(["usual Лифт"]);
    writeFileSync(path, modelOf("newer"));
    later();
    expect(said()).toEqual(["newer Лифт"]);
    rmSync(path);
    later();
    expect(said()).toEqual(["usual Лифт"]);
  });

  test.each([
    ["is no model", () => new TextEncoder().encode("text,topic"), /no model file/],
    ["was not copied whole", () => modelOf("newer").subarray(0, 5_000), /not copied whole|damaged/],
    ["tells no topics", () => modelOf("newer", "Тема"), /tells no topics/],
  ])("that %s is told of, once, and the last good one serves on", (_, file, why) => {
    const { path, log, said, later } = openRoom();
    writeFileSync(path, modelOf("own"));
    expect(said()).toEqual(["own Лифт"]);
    writeFileSync(path, file());
    later();
    expect(said()).toEqual(["own Лифт"]);
    later();
    expect(said()).toEqual(["own Лифт"]);
    expect(log.lines).toHaveLength(1);
    expect(JSON.stringify(log.lines)).toMatch(why);
  });
});
