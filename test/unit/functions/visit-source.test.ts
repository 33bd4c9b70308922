import { beforeEach, describe, expect, test } from "vitest";
import { visitSource } from "../../../functions/collect/visit-source.ts";
import { Unanswered } from "../../../shared/channels/ask-api.ts";
import type { Collector } from "../../../shared/channels/collector.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import { circuit } from "../../../shared/platform/circuit.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryCursors } from "../../doubles/memory-cursors.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { recordingLog } from "../../doubles/recording-log.ts";

const names = ["webhook", "dialogues", "wall", "photos"];

/** A source of which some looks are never answered; what time that takes passes for everyone who watches a watch. */
const open = () => {
  const clock = handClock();
  const real = handClock();
  const counter = recordingCounter();
  const hanging = new Set<string>();
  let asked: string[] = [];
  const collector: Collector = {
    channel: "vk",
    source: { name: "1", centre: "ours" },
    looks: names.map((name) => ({
      name,
      ask: async () => {
        asked.push(name);
        if (hanging.has(name)) throw new Unanswered("unreachable", undefined, { inTime: false });
        return { kind: "done" };
      },
    })),
  };
  const visit = visitSource({
    cursors: memoryCursors(),
    take: async () => "taken",
    now: clock.now,
    wait: async () => {},
    circuit: circuit({ age: real.now, patience: 1 }),
    counter,
    log: recordingLog(),
  });
  return {
    clock,
    real,
    counter,
    hang: (...looks: readonly string[]) => looks.forEach((name) => hanging.add(name)),
    answer: () => hanging.clear(),
    visit: async (): Promise<readonly string[]> => {
      asked = [];
      await visit(collector, () => true);
      return asked;
    },
  };
};

describe("a platform that takes questions and answers none", () => {
  let source: ReturnType<typeof open>;
  beforeEach(() => {
    source = open();
    source.hang(...names);
  });

  test("is waited for twice in four minutes of real time, however many visits a virtual clock brings", async () => {
    expect(await source.visit()).toEqual(["webhook", "dialogues"]);
    for (let visits = 0; visits < 288; visits += 1) {
      source.clock.advance(5 * MINUTE);
      expect(await source.visit()).toEqual([]);
    }
    expect(source.counter.total(Metric.SourceUncollected)).toBe(289);
  });

  test("is tried after four minutes, left alone for longer, and asked for everything once it answers", async () => {
    await source.visit();
    source.real.advance(4 * MINUTE);
    expect(await source.visit()).toEqual(["webhook", "dialogues"]);
    source.answer();
    source.real.advance(4 * MINUTE);
    expect(await source.visit()).toEqual([]);
    source.real.advance(4 * MINUTE);
    expect(await source.visit()).toEqual(names);
    expect(await source.visit()).toEqual(names);
  });
});

test("one question that hangs costs its time once in a while, and holds up none of the others", async () => {
  const source = open();
  source.hang("webhook");
  expect(await source.visit()).toEqual(names);
  for (let visits = 0; visits < 12; visits += 1) {
    source.clock.advance(5 * MINUTE);
    expect(await source.visit()).toEqual(["dialogues", "wall", "photos"]);
  }
  expect(source.counter.total(Metric.SourceUncollected)).toBe(13);
  source.answer();
  source.real.advance(HOUR);
  expect(await source.visit()).toEqual(names);
});
