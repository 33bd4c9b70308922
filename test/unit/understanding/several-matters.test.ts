import { describe, expect, it } from "vitest";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";
import { severalMatters } from "../../../shared/understanding/topic/several-matters.ts";

const { topics } = exampleCentre();
const topicsOf = (text: string) => severalMatters(text, topics).map(({ topic }) => topic);

describe("a message of several matters", () => {
  it.each([
    ["Яма на дороге у школы. И ещё автобус 27 не ходит.", ["road-potholes", "timetable"]],
    ["1. Не вывозят мусор из контейнеров. 2. Два дня сломан лифт.", ["waste-collection", "lifts"]],
    ["1) не вывозят мусор\n2) не работает лифт", ["waste-collection", "lifts"]],
    ["Во-первых, лифт сломан. Во-вторых, автобусы не ходят по расписанию.", ["lifts", "timetable"]],
    [
      "- не вывозят мусор у дома\n- нет горячей воды неделю\n- собаки бегают стаей",
      ["waste-collection", "no-hot-water", "stray-animals"],
    ],
  ])("may be parted: «%s»", (text, parts) => {
    expect(topicsOf(text)).toEqual(parts);
  });

  it.each([
    "Яма на дороге у школы. Асфальт разбит полностью. Когда сделаете?",
    "Дети идут в школу по сугробам. Тротуар не чистят уже неделю.",
    "Автобус не доехал из-за ямы на дороге.",
    "Мусор лежит у контейнеров. Крысы бегают по двору.",
    "Лифт стоит с 2. Пусть починят, и ещё раз прошу.",
  ])("is left whole where it is one: «%s»", (text) => {
    expect(topicsOf(text)).toEqual([]);
  });
});
