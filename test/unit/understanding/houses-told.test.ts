import { describe, expect, it } from "vitest";
import { sketchOf } from "../../../shared/understanding/same-matter/sketch.ts";

const placesIn = (text: string) => {
  const { numbers, parts } = sketchOf(text, undefined, 0);
  return { numbers, parts };
};

describe("a house, an entrance, a route", () => {
  it.each([
    ["Мира 18 А, грузовик на газоне", "Мира 18а, грузовик на газоне"],
    ["Мира 18 «Б», грузовик на газоне", "Мира 18б, грузовик на газоне"],
    ["Мира 18-а, грузовик на газоне", "Мира 18а, грузовик на газоне"],
    ["Мира 5к2, нет света", "Мира 5 корп. 2, нет света"],
    ["Ким девяносто один, нет света", "Ким 91, нет света"],
    ["по улице Чехова тридцать два нет воды", "Чехова 32 нет воды"],
    ["В доме пять по Садовой холодно", "Садовая, дом 5, холодно"],
    ["в 32й школе холодно", "школа 32, холодно"],
    ["школа номер два, холодно", "школа № 2, холодно"],
    ["сто двадцать пятый автобус не пришёл", "автобус 125 не пришёл"],
    ["Двести вторая маршрутка не пришла", "маршрутка 202 не пришла"],
    ["Абаканская 16, 4й подъезд, течёт батарея", "Абаканская 16. В четвёртом подъезде течёт батарея"],
    ["Пионерская 4, подъезд номер два, грязно", "Пионерская 4, 2 подъезд, грязно"],
    ["Пионерская 4, подъезд грязный", "Пионерская 4, грязно"],
  ])("is the same however it is written: «%s» and «%s»", (one, other) => {
    expect(placesIn(one)).toEqual(placesIn(other));
    const { numbers, parts } = placesIn(one);
    expect([...numbers, ...parts]).not.toEqual([]);
  });

  it.each([
    ["от дома 151 до дома 155 по Чернышевского разбит тротуар", "Чернышевского 153"],
    ["между домами 10 и 14 по Комсомольской темно", "Комсомольская 12"],
    ["на Школьной с 2 по 8 дом не чистят снег", "Школьная 4"],
  ])("stands between the first and the last of a span: «%s», %s", (span, house) => {
    expect(placesIn(span).numbers).toEqual(expect.arrayContaining([...placesIn(house).numbers]));
  });

  it("stands on one side of the street where the span does", () => {
    expect(placesIn("от дома 151 до дома 155 разбит тротуар").numbers).not.toContain(placesIn("дом 152").numbers[0]);
  });

  it.each([
    ["торгуют пивом после 23"],
    ["дозвониться бы в 03, разберитесь с 03"],
    ["родители 4 «Б» класса возмущены"],
    ["с 5 до 7 дома нет воды"],
    ["с 2 по 8 мая нет воды"],
    ["сорок пять минут ждём, двадцать три градуса"],
  ])("is told by no number of something else: «%s»", (text) => {
    expect(placesIn(text)).toEqual({ numbers: [], parts: [] });
  });
});
