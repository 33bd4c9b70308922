import { describe, expect, it } from "vitest";
import { DAY } from "../../../shared/domain/time/instant.ts";
import { comparedWith } from "../../../shared/understanding/same-matter/compared.ts";
import { featureNames, writeFeatures } from "../../../shared/understanding/same-matter/features.ts";
import { likeness } from "../../../shared/understanding/same-matter/likeness.ts";
import { saidOf } from "../../../shared/understanding/same-matter/said.ts";
import { sketchOf } from "../../../shared/understanding/same-matter/sketch.ts";
import { usualSubjects } from "../../../training/subjects/usual-subjects.ts";

const subjects = usualSubjects();
const then = Date.parse("2026-03-02T08:00:00Z");
const pit = sketchOf("На Садовой у дома 12 огромная яма, колесо пробил", undefined, then, subjects);
const alike = (text: string, after = DAY, place?: { readonly lat: number; readonly lon: number }): number =>
  likeness(pit, sketchOf(text, place, then + after, subjects));

describe("what somebody has said already", () => {
  it("is known again in other words", () => {
    expect(alike("Садовая 12: засыпьте яму, машины бьются")).toBeGreaterThan(0.6);
    expect(alike("Выбоина на ул. Садовой возле 12-го дома")).toBeGreaterThan(0.6);
  });

  it.each([
    ["Садовая 12, во дворе не горит ни один фонарь", "Садовая 12: во дворе темно, не горят фонари"],
    ["Лифт стоит в первом подъезде на Чехова 21", "не работает лифт, ул. Чехова 21, подъезд 1"],
    [
      "Чехова 16, третий подъезд, лифт не работает с пятницы",
      "Лифт в третьем подъезде дома 16 по ул. Чехова не работает",
    ],
    ["Нет горячей воды на Лесной 3 второй день", "Лесная 3, горячей воды нет со вчерашнего дня"],
    ["Не вывозят мусор на Полевой 7, баки полные", "Полевая 7: мусор не вывезли, баки переполнены"],
  ])("is known again in nearly the same words: «%s»", (one, other) => {
    const said = (text: string) => sketchOf(text, undefined, then, subjects);
    expect(likeness(said(one), said(other))).toBeGreaterThan(0.6);
  });

  it("is compared whatever is written without a space, and takes no longer for it", () => {
    const endless = `${"ха".repeat(35_000)} на Садовой у дома 12 яма`;
    expect(alike(endless)).toBeGreaterThan(0.3);
  });

  it("is known again where a letter is doubled or two stand the other way round", () => {
    const lift = sketchOf("На Чехова 9 лифт стоит, второй подъезд", undefined, then, subjects);
    const slip = sketchOf("подъезд 2 чехова 9 не раобтает подъеемник", undefined, then + DAY, subjects);
    expect(likeness(lift, slip)).toBeGreaterThan(0.5);
  });

  it("is as likely as it gets when the very same is said of the same place", () => {
    const place = { lat: 52.61, lon: 39.57 };
    const said = (text: string): number =>
      likeness(sketchOf(text, place, then, subjects), sketchOf(text, place, then + DAY, subjects));
    expect(said("Яма на дороге, Ленина 5")).toBeGreaterThan(0.95);
    expect(said("На Чехова 9 не работает лифт, второй подъезд")).toBeGreaterThan(0.95);
  });

  it.each([
    ["another route", "Автобус 14 ходит раз в час", "Автобус 41 ходит раз в час"],
    ["hot water for cold", "Победы 77, нет горячей воды", "Победы 77, нет холодной воды"],
    ["another doctor", "К неврологу в поликлинике 4 нет записи", "К окулисту в поликлинике 4 нет записи"],
    ["thanks for a complaint", "Чехова 9, лифт стоит", "Спасибо, лифт на Чехова 9 починили"],
    [
      "a lamp that burns by day for one that does not",
      "Мира 5, фонарь не горит",
      "Мира 5, фонарь горит днём, выключите",
    ],
    ["an entrance for another", "Мира 5, третий подъезд, лифт стоит", "Мира 5, первый подъезд, лифт стоит"],
    ["another stop", "Остановка «Рынок»: разбит павильон", "Остановка «Площадь»: разбит павильон"],
  ])("does not take %s", (_, one, other) => {
    expect(likeness(sketchOf(one, undefined, then, subjects), sketchOf(other, undefined, then, subjects))).toBeLessThan(
      0.5,
    );
  });

  it.each([
    ["another house of the street", "На Садовой у дома 45 огромная яма, колесо пробил"],
    ["another street", "На Полевой у дома 12 огромная яма, колесо пробил"],
    ["another matter at the place", "Садовая 12, во дворе не горит ни один фонарь"],
  ])("is not %s", (_, text) => {
    expect(alike(text)).toBeLessThan(0.5);
  });

  it("is not taken for that of another place by how a sentence begins", () => {
    const said = (text: string) => sketchOf(text, undefined, then, subjects);
    const smoking = said("Добрый день! Водитель 27 автобуса курит за рулём");
    expect(smoking.names).toEqual([]);
    expect(said("В 27 автобусе шофёр опять дымит").names).toEqual([]);
    expect(said("Огромная яма на Чехова").names).toEqual(said("Чехова 9, яма").names);
  });

  it("is of one place whether that is named or said of something", () => {
    const names = (text: string) => sketchOf(text, undefined, then, subjects).names;
    expect(names("Выезд в сторону Боготола разбит")).toEqual(names("Разбит Боготольский тракт"));
    expect(names("Социальная защита в Коченёво не отвечает")).toEqual(names("Коченёвская соцзащита не отвечает"));
    expect(names("Ленинский район, яма на дороге")).not.toEqual(names("Яма на улице Ленина"));
  });

  it("is not what comes back months later", () => {
    expect(alike("Садовая 12: засыпьте яму, машины бьются", 100 * DAY)).toBeLessThan(0.5);
  });

  it("needs coordinates on neither side, and takes them where both have some", () => {
    const text = "Яма на дороге, объехать невозможно";
    const here = sketchOf(text, { lat: 52.61, lon: 39.57 }, then, subjects);
    const there = (lat: number): number =>
      likeness(here, sketchOf("Огромная яма, засыпьте", { lat, lon: 39.57 }, then + DAY, subjects));
    expect(there(52.6101)).toBeGreaterThan(there(52.64));
    expect(there(52.64)).toBeLessThan(0.5);
  });

  it("tells entrances of one house apart", () => {
    const first = sketchOf("Победы 40, подъезд 1, лифт стоит второй день", undefined, then, subjects);
    const other = (entrance: number): number =>
      likeness(first, sketchOf(`Лифт не работает, Победы 40, подъезд ${entrance}`, undefined, then, subjects));
    expect(other(1)).toBeGreaterThan(other(2));
  });

  it("is told by as many numbers as have a name and a weight", () => {
    const pair = comparedWith(saidOf(pit))(saidOf(pit));
    const values = new Float64Array(featureNames.length);
    expect(pair === undefined ? 0 : writeFeatures(values, pair)).toBe(featureNames.length);
  });
});
