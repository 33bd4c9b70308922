import { describe, expect, it } from "vitest";
import { likeness } from "../../../shared/understanding/same-matter/likeness.ts";
import { type Sketch, sketchOf } from "../../../shared/understanding/same-matter/sketch.ts";
import { usualSubjects } from "../../../training/subjects/usual-subjects.ts";

const then = Date.parse("2026-03-02T08:00:00Z");
const subjects = usualSubjects();
const said = (text: string): Sketch => sketchOf(text, undefined, then, subjects);
const house = said("Чехова 12, яма").numbers;

describe("the number of a house", () => {
  it.each([
    ["a day", "Чехова 12, с 31-го яма"],
    ["a day of a month", "Чехова 12, 15 января появилась яма"],
    ["a number that is called", "Чехова 12, яма, звонили в 112"],
    ["how many there are", "Чехова 12, яма на 6 домов"],
    ["a flat", "Чехова 12, квартира 5, яма под окном"],
    ["a class of a school", "Чехова 12, яма, в классе 5а один заболел"],
    ["a floor", "Чехова 12, яма, живём на седьмом"],
    ["a floor that is named first", "Чехова 12, яма, видно с этаж 3"],
    ["a date in numbers", "Чехова 12, яма с 15.01"],
    ["hours", "Чехова 12, яма, с 7 до 9 не проехать"],
    ["an hour", "Чехова 12, яма, в 18.30 упали"],
    ["a telephone", "Чехова 12, яма, телефон 22-33-44"],
    ["money", "Чехова 12, яма, отдал за шину 500 р"],
    ["a length", "Чехова 12, яма глубиной 30 см"],
    ["a share", "Чехова 12, яма, снято 100% асфальта"],
    ["how many entrances there are", "Чехова 12, яма, на 4 подъездов"],
    ["a night", "Чехова 12, яма в первую же ночь"],
  ])("is not taken for another by %s", (_, text) => {
    expect(said(text).numbers).toEqual(house);
  });

  it.each([
    ["what is broken", "Чехова 12 разбита яма"],
    ["what is measured", "Яма у дома 12, размеры 80х60х12 см, Чехова"],
    ["who has a house of his own", "Чехова 12, частный дом, яма"],
    ["money", "Чехова 12, деньги собрали, а яма есть"],
    ["plaster", "Чехова 12 штукатурка и яма"],
    ["one lamp", "Чехова 12 фонарь и яма"],
    ["a standard", "По п. 5.2.4 ГОСТ Р 50597-2017 яма, Чехова 12"],
  ])("is not lost to %s behind or before it", (_, text) => {
    expect(said(text).numbers).toEqual(house);
  });

  it("tells two houses apart that somebody complains of by one pattern", () => {
    const at = (number: string, size: string) =>
      said(
        `В соответствии с п. 5.2.4 ГОСТ Р 50597-2017 прошу убрать яму на ул. Чехова у дома ${number}, размеры ${size} см.`,
      );
    expect(likeness(at("3", "80х60х12"), at("48", "70х50х10"))).toBeLessThan(0.5);
  });

  it("is one that is called, where it is written so", () => {
    expect(said("Яма у дома 112 на Чехова").numbers).toEqual(said("Чехова 112, яма").numbers);
    expect(said("Яма на Чехова в двенадцатом").numbers).toEqual(house);
    expect(said("Яма на Чехова, ближе к двенадцатому дому").numbers).toEqual(house);
    expect(said("Яма на Чехова за двенадцатым домом").numbers).toEqual(house);
  });

  it("is not contrary to the number of a school in its street", () => {
    const school = said("35-я школа на Чехова горит, дым над крышей");
    const street = said("Горит школа, дым над крышей, Чехова 12");
    const otherSchool = said("36-я школа на Чехова горит, дым над крышей");
    expect(likeness(street, school)).toBeGreaterThan(likeness(school, otherSchool));
    expect(likeness(school, otherSchool)).toBeLessThan(0.5);
  });
});

it("the number of a route is one by its nickname, too", () => {
  expect(said("Пятёрка не ходит").numbers.map((number) => number | 1)).toEqual(said("Автобус 5 не ходит").numbers);
});

describe("an entrance", () => {
  it.each(["третий подъезд", "подъезд 3", "3-й подъезд", "в третьем подъезде"])("is the third in «%s»", (entrance) => {
    expect(said(`Чехова 12, ${entrance}, лифт стоит`).parts).toEqual(said("Чехова 12, подъезд 3").parts);
  });
});

describe("the name of a place", () => {
  it("is the same where a soft sign is left out", () => {
    expect(said("На Октябрской 12 яма").names).toEqual(said("Октябрьская 12, яма").names);
  });

  it.each([
    ["a part of a school", "Крыло школы 10 закрыли"],
    ["one of its sides", "Закрыли на ремонт правого корпуса школы"],
    ["what one does", "Из школы идти темно"],
    ["a law", "По нормам СанПиН и КоАП в школе темно"],
  ])("is not %s", (_, text) => {
    expect(said(text).names).toEqual([]);
  });

  it("tells two streets of one town apart", () => {
    const on = (street: string) =>
      said(`Прошу установить лежачих полицейских на ул. ${street}, г. Заречный. Машины летают, дети переходят дорогу.`);
    expect(likeness(on("Космонавтов"), on("Мира"))).toBeLessThan(likeness(on("Мира"), on("Мира")));
  });
});
