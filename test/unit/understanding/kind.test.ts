import { describe, expect, it } from "vitest";
import { type SignalKind, signalKind } from "../../../shared/domain/signal/signal.ts";
import { understand } from "../../../shared/understanding/understand.ts";
import { fixtureCentre, MONDAY_NOON } from "../../fixtures/centre.ts";
import { kindExamples } from "../../fixtures/understanding/kinds.ts";

const guessKind = (text: string) => understand({ text, receivedAt: MONDAY_NOON }, fixtureCentre()).kind;

const examples = signalKind.options.flatMap((kind) => kindExamples[kind].map((text) => ({ kind, text })));
const guessed = examples.map(({ kind, text }) => ({ kind, text, guess: guessKind(text) }));

const confusion = Object.fromEntries(
  signalKind.options.map((kind) => [
    kind,
    Object.fromEntries(
      signalKind.options.map((guess) => [
        guess,
        guessed.filter((each) => each.kind === kind && each.guess === guess).length,
      ]),
    ),
  ]),
);

const unanswered: readonly SignalKind[] = ["thanks", "spam"];

describe("the kind of a message", () => {
  it("is what a careful reader says, for nineteen of twenty messages and more", () => {
    const right = guessed.filter(({ kind, guess }) => kind === guess).length;
    expect(examples.length).toBeGreaterThanOrEqual(150);
    const wrong = guessed.filter(({ kind, guess }) => kind !== guess);
    expect(right / examples.length, JSON.stringify({ confusion, wrong }, undefined, 1)).toBeGreaterThanOrEqual(0.95);
  });

  it("is never one that nobody answers when there is something to answer", () => {
    const lost = guessed.filter(({ kind, guess }) => !unanswered.includes(kind) && unanswered.includes(guess));
    expect(lost).toEqual([]);
  });

  it("is not thanks when there is more to it than a few words", () => {
    expect(guessKind(`Спасибо за всё. ${"Расскажу подробно про наш двор и дом. ".repeat(10)}`)).toBe("problem");
  });

  it.each([
    ["Казино с бонусом 100 % ждёт: https://casino.example", "spam"],
    ["Натяжные потолки недорого, скидка 20 %", "spam"],
    ["Продам гараж, торг уместен, +7 900 123-45-67", "spam"],
    ["Как оформить субсидию на оплату квартиры", "question"],
    ["Мошенники предлагают займы без справок у нас в подъезде", "problem"],
    ["Подпишись на канал и выиграй приз", "spam"],
    ["👍👍👍", "spam"],
    ["Всем доброго утра и хорошего дня!", "spam"],
    ["Хорошего дня, света нет", "problem"],
    ["+", "spam"],
    ["🆘", "problem"],
    ["???", "question"],
    ["Нет горячей воды. Когда включат?", "problem"],
    ["Спасибо, что оставили нас без автобуса", "problem"],
    ["Огромное спасибо нашей управляющей за ледяные батареи", "problem"],
    ["Спасибо за счастливое детство в развалившейся школе", "problem"],
    ["Не могли бы вы подрезать деревья", "request"],
    ["Где можно сдать батарейки", "question"],
    ["Звоните в службу спасения, прямо у дома яма", "problem"],
  ])("is told by what stands in it: «%s» is %s", (text, kind) => {
    expect(guessKind(text)).toBe(kind);
  });

  it("is not told by a sign alone where there is something to see", () => {
    const photo = { kind: "photo", url: "https://photos.example/1" } as const;
    const seen = { text: "👇", receivedAt: MONDAY_NOON, attachments: [photo] };
    expect(understand(seen, fixtureCentre()).kind).toBe("problem");
  });

  it.each([
    "СПАСИБО ЗА НОВУЮ ОСТАНОВКУ!!!",
    "спасибо за новую остановку",
    "Спасибо за новую остановку!".normalize("NFD"),
  ])("does not depend on how it is written: «%s»", (text) => {
    expect(guessKind(text)).toBe("thanks");
  });
});

describe("the language of a message", () => {
  it.each([
    ["Яма на дороге", "ru"],
    ["Wi-Fi на вокзале не работает", "ru"],
    ["", "ru"],
    ["👍👍", "ru"],
    ["инста: ivan.petrov, тг t.me/ivan_petrov, фонарь не горит", "ru"],
    ["Яма https://vk.com/wall-12345_67890?reply=112233&thread=4455 на Мира", "ru"],
    ["https://video.example/clip", "ru"],
    ["Here is a hole: https://vk.com/wall-12345_67890", "other"],
    ["There is a hole in the road", "other"],
    ["Юлда зур чокыр бар, төзәтегез әле", "other"],
    ["На дорозі велика яма, зробіть її", "other"],
  ])("of «%s» is %s", (text, language) => {
    expect(understand({ text, receivedAt: MONDAY_NOON }, fixtureCentre()).understood.language ?? "ru").toBe(language);
  });
});
