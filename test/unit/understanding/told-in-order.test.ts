import { describe, expect, it } from "vitest";
import { likeness } from "../../../shared/understanding/same-matter/likeness.ts";
import { sketchOf } from "../../../shared/understanding/same-matter/sketch.ts";
import { usualSubjects } from "../../../training/subjects/usual-subjects.ts";

const subjects = usualSubjects();
const alike = (one: string, other: string): number =>
  likeness(sketchOf(one, undefined, 0, subjects), sketchOf(other, undefined, 0, subjects));

describe("what a message says to be as it should", () => {
  it.each([
    ["Лавочки поставили, урны есть, а фонарей нет. Сквер на Речной", "На Речной в сквере нет урн"],
    ["Нет холодной воды, Лесная 30, горячая идёт нормально", "Лесная 30, нет горячей воды"],
    ["Чехова 3: баки-то вывозят, а диваны и старые окна лежат с января", "Чехова 3, мусор не вывозят, баки полные"],
    ["Полевая 7: интернет есть, но не работает телевидение", "Нет интернета, Полевая 7"],
    ["Кирпичная 6: напор хороший, а вода рыжая", "Кирпичная 6, слабый напор воды"],
    ["Садовая 4, домофон при этом работает исправно, но дверь сорвана с петель", "Садовая 4, домофон не работает"],
  ])("is not what it is about: «%s»", (one, other) => {
    expect(alike(one, other)).toBeLessThan(0.4);
  });

  it.each([
    ["Лифт починили, но он снова стоит, Чехова 21", "Чехова 21, лифт не работает"],
    ["Когда нормально заработает лифт на Чехова 21, надоело пешком", "Чехова 21, лифт не работает"],
    ["Яму на Речной 5 засыпали, а через неделю там опять яма", "Речная 5, яма на дороге"],
    ["В квартире 14 градусов, Мира 8, это нормально?", "Мира 8, холодно в квартире, 14 градусов"],
  ])("is what it is about where nothing else is: «%s»", (one, other) => {
    expect(alike(one, other)).toBeGreaterThan(0.4);
  });
});
