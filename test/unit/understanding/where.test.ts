import { describe, expect, it } from "vitest";
import { encodeRing } from "../../../shared/domain/centre/boundary.ts";
import { type Centre, centre, danglingNames } from "../../../shared/domain/centre/centre.ts";
import type { Signal } from "../../../shared/domain/signal/signal.ts";
import { understand } from "../../../shared/understanding/understand.ts";
import { fixtureCentre, MONDAY_NOON } from "../../fixtures/centre.ts";

const square = (west: number, south: number, side: number): number[] =>
  [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
  ].flat();

const data: Centre = centre.parse({
  ...fixtureCentre(),
  territories: {
    territories: [
      { id: "region", name: "Весь край" },
      { id: "city", name: "Город", parent: "region", names: ["Липецк"], lat: 52.6, lon: 39.6 },
      { id: "sokol", name: "Сокол", parent: "city", keywords: ["сокол"] },
      { id: "around", name: "Липецкий район", parent: "region", names: ["Липецкий район", "Липецкий округ"] },
      { id: "usman", name: "Усманский район", names: ["Усмань", "Усманский район"], pages: ["club7"] },
      { id: "yelets", name: "Елец", names: ["Елец"] },
      { id: "gryazi", name: "Грязи", commonNames: ["Грязи"], names: ["Грязинский район"] },
      { id: "sands", name: "Жёлтые Пески" },
      { id: "plekhanovo", name: "Плеханово" },
      { id: "dobroye", name: "Доброе", commonNames: ["Доброе"] },
      { id: "rostov", name: "Ростов", names: ["Ростов-на-Дону"] },
      { id: "kamensk", name: "Каменск", names: ["Каменск-Шахтинский"] },
      { id: "lev", name: "Лев-Толстовский район", names: ["Лев-Толстовский район", "Лев Толстой"] },
      { id: "soviet", name: "Советский район", names: ["Советский район"] },
      { id: "soviet-part", name: "Советский округ", parent: "city", keywords: ["советский округ"] },
    ],
    fallback: "region",
  },
  places: {
    settlements: [
      { name: "Боринское", territory: "around" },
      { name: "Жёлтые Пески", territory: "sands" },
      { name: "Плеханово", territory: "plekhanovo" },
      { name: "Октябрьское", territory: "usman" },
      { name: "Выселки", territory: "sands" },
      { name: "Раздолье", territory: "sands" },
      { name: "Городище", territory: "around" },
    ],
    streets: [
      { name: "Зегеля", territory: "city" },
      { name: "Победы", type: "проспект", territory: "city" },
      { name: "Московская" },
      { name: "Октябрьская" },
      { name: "Крупской" },
      { name: "9 Мая", territory: "city" },
      { name: "50 лет Завода", territory: "city" },
    ],
  },
  boundaries: {
    city: [encodeRing(square(39, 52, 1)), encodeRing(square(39.4, 52.4, 0.2))],
    sokol: [encodeRing(square(39.1, 52.1, 0.1))],
    usman: [encodeRing(square(40.1, 52, 1))],
  },
});

const read = (text: string, more: Partial<Pick<Signal, "place" | "page">> = {}) => {
  const { territory, understood } = understand({ text, receivedAt: MONDAY_NOON, ...more }, data);
  return { territory, ...understood.where };
};

describe("where a message is from", () => {
  it.each([
    ["В Усмани не чистят улицы", "usman"],
    ["Живу под Усманью", "usman"],
    ["Усмань, помогите", "usman"],
    ["Из Ельца до Липецка не доехать", "yelets"],
    ["в ельце нет воды", "yelets"],
    ["Липецкий р-н, дорога разбита", "around"],
    ["в Липецком районе", "around"],
    ["жители Липецкого района", "around"],
    ["Усманского р-на", "usman"],
    ["В Грязях опять авария", "gryazi"],
    ["Город Грязи, вокзал", "gryazi"],
    ["г. Грязи", "gryazi"],
    ["Грязи, ул. Мира, 5", "gryazi"],
    ["из г. Грязей", "gryazi"],
    ["Мы из села Доброго", "dobroye"],
    ["Живём в Добром", "dobroye"],
    ["с. Доброе, ямы", "dobroye"],
    ["В Боринском закрыли почту", "around"],
    ["на ул. Зегеля темно", "city"],
    ["на Зегеля, 5 темно", "city"],
    ["ямы на пр-те Победы", "city"],
    ["Проспект Победы", "city"],
    ["улица 9 Мая, 3", "city"],
    ["липецкий рн, дорога", "around"],
    ["9 Мая 12, лифт", "city"],
    ["на ул. 9-го Мая, 12", "city"],
    ["улица 50-летия Завода", "city"],
    ["ул. 50-лет Завода", "city"],
    ["зегеля 5 нет воды", "city"],
    ["Зегеля д5, нет воды", "city"],
    ["На 50 лет Завода опять прорыв", "city"],
    ["50 лет Завода 7, прорыв", "city"],
    ["из Раздолья не уехать", "sands"],
    ["за Городищем свалка", "around"],
    ["грязи ул мира 12 нет света", "gryazi"],
    ["нет воды, зегеля д 5", "city"],
    ["на перекрёстке Зегеля и Московской", "city"],
    ["в Желтых Песках", "sands"],
    ["из Плеханова до города", "plekhanovo"],
    ["в Октябрьском нет света", "usman"],
    ["Жители Выселок без дороги", "sands"],
    ["в Ростове-на-Дону гололёд", "rostov"],
    ["в Ростове на Дону гололёд", "rostov"],
    ["из Каменска-Шахтинского не уехать", "kamensk"],
    ["в Каменске-Шахтинском темно", "kamensk"],
    ["лев толстовский район без врачей", "lev"],
    ["В Льве Толстом закрыли баню", "lev"],
    ["дороги Грязинского муниципального района", "gryazi"],
    ["Усманский муниципальный округ, дорога", "usman"],
    ["в Усманском округе дорога", "usman"],
    ["р-н Усманский, дорога", "usman"],
    ["муниципальный район Грязинский", "gryazi"],
    ["в Советском районе дорога", "soviet"],
    ["Советский округ, дорога", "soviet-part"],
  ])("is told by names in any case: «%s»", (text, territory) => {
    expect(read(text)).toMatchObject({ territory, by: "text" });
  });

  it.each([
    "Плеханова, 5, лифт",
    "Добрая улица разбита",
    "Грязи по колено на дороге",
    "Столько грязи! В грязи весь двор",
    "Доброе утро, доброго времени суток",
    "В добром доме добрые люди",
    "Улица Усманская разбита",
    "На Октябрьской, 5, нет света",
    "Ищу усманский мёд по всему району",
    "ул. Льва Толстого, 5",
    "Живём победой",
    "Сидим без зегеля",
    "к 9 мая обещали, на 9 Мая не сделали",
    "с 9 Мая 2 недели без воды",
    "до победы 5 дней",
    "победы 2025 года",
    "ул. 40 лет Победы, 5",
    "Депутат Елец ничего не делает",
    "Иван Усмань не отвечает",
    "у памятника Льву Толстому мусор",
    "обещали к 9 Мая сделать 12 скамеек",
  ])("is not told by a word that only looks like a name: «%s»", (text) => {
    expect(read(text).territory).toBe("region");
  });

  it.each([
    ["Усманская ЦРБ не принимает", "usman"],
    ["в усманской центральной районной больнице очередь", "usman"],
    ["Грязинская администрация молчит", "gryazi"],
  ])("is told by an institution that is called after it, less surely: «%s»", (text, territory) => {
    expect(read(text)).toMatchObject({ territory, by: "text", sure: 0.7 });
  });

  it.each([
    "Липецкая больница переполнена",
    "Советская школа была лучше",
    "Улица Усманская, школа без отопления",
    "Усманская улица, школа без отопления",
    "Усманская вода вкусная, школа рядом",
  ])("is not told by an adjective that may be of something else: «%s»", (text) => {
    expect(read(text).territory).toBe("region");
  });

  it("is the part when a whole and its part are named, and says which words told it", () => {
    expect(read("Липецк, на Соколе нет света")).toMatchObject({ territory: "sokol", names: ["сокол"], sure: 0.7 });
  });

  it("is still told where a territory stands above itself", () => {
    const { territories, fallback } = data.territories;
    const turned = territories.map((each) => (each.id === "city" ? { ...each, parent: "sokol" } : each));
    const circular = { ...data, territories: { territories: turned, fallback } };
    const text = "Липецк, на Соколе нет света";
    expect(understand({ text, receivedAt: MONDAY_NOON }, circular).territory).toBe("city");
  });

  it("is less sure when two places are named", () => {
    expect(read("Из Ельца в Усмань ходит один автобус")).toMatchObject({ sure: 0.51 });
    expect(read("Из Ельца ходит один автобус")).toMatchObject({ sure: 0.85 });
  });

  it.each([
    [52.05, 39.05, "city", 0.95],
    [52.15, 39.15, "sokol", 0.95],
    [52.05, 40.0999, "usman", 0.7],
    [52.5, 40.5, "usman", 0.95],
    [52.5, 39.5, "city", 0.5],
  ])("is the smallest territory around a point: %d, %d", (lat, lon, territory, sure) => {
    expect(read("В Ельце яма", { place: { lat, lon } })).toMatchObject({ territory, sure, by: "point" });
  });

  it("is told by the address before the point, by the text before the page, and by the page before nothing", () => {
    const place = { address: "г. Елец, ул. Мира, 1", lat: 52.05, lon: 39.05 };
    expect(read("яма", { place })).toMatchObject({ territory: "yelets", by: "address", sure: 0.95 });
    const reversed = { address: "улица Мира, 5, Грязи" };
    expect(read("яма", { place: reversed })).toMatchObject({ territory: "gryazi", by: "address" });
    const city = { ...place, address: "Липецк" };
    expect(read("яма", { place: { ...city, lat: 52.15, lon: 39.15 } })).toMatchObject({
      territory: "sokol",
      by: "point",
    });
    expect(read("яма", { place: city })).toMatchObject({ territory: "city" });
    const ofRegister = { address: "обл Липецкая, р-н Усманский, ул Мира, д. 1" };
    expect(read("яма", { place: ofRegister })).toMatchObject({ territory: "usman", by: "address" });
    expect(read("яма в Ельце", { page: "club7" })).toMatchObject({ territory: "yelets", by: "text" });
    expect(read("яма", { page: "club7" })).toMatchObject({ territory: "usman", by: "page", sure: 0.6 });
    expect(read("яма", { page: "club8" })).toEqual({ territory: "region" });
  });

  it("is refused as data when a name in it points at nothing", () => {
    const broken = { ...data, boundaries: { mars: [encodeRing(square(1, 1, 1))] } };
    expect(danglingNames(data)).toEqual([]);
    expect(danglingNames(broken)).toEqual([`boundaries.json /mars: there is no territory "mars"`]);
  });
});

describe("an address", () => {
  it.each([
    ["на ул. Зегеля, д. 5 корп. 2, кв. 17", { street: "улица Зегеля", house: "5", building: "2" }],
    ["Лифт стоит, дом 7 по ул. Гагарина", { street: "улица Гагарина", house: "7" }],
    ["Возле д. 15к2 на улице Зегеля темно", { street: "улица Зегеля", house: "15", building: "2" }],
    ["у дома №5 корпус 3 по пр. Победы", { street: "проспект Победы", house: "5", building: "3" }],
    ["Московская ул., 30, корп. 2", { street: "улица Московская", house: "30", building: "2" }],
    ["Разбитая ул. 9 Мая", { street: "улица 9 Мая" }],
    ["Дом 5 затопило. По улице Зегеля не пройти", { street: "улица Зегеля" }],
    ["Ул Гагарина 12а", { street: "улица Гагарина", house: "12а" }],
    ["улица Гагарина, дом 12 А", { street: "улица Гагарина", house: "12а" }],
    ["улица Гагарина, дом 12 в доме холодно", { street: "улица Гагарина", house: "12" }],
    ["улица Гагарина, 12 А, кв. 5", { street: "улица Гагарина", house: "12а" }],
    ["улица Гагарина 12 а у соседей темно", { street: "улица Гагарина", house: "12" }],
    ["ул. Гагарина, 11-А", { street: "улица Гагарина", house: "11а" }],
    ["ул. Гагарина 11 «В» холодно", { street: "улица Гагарина", house: "11в" }],
    ["ул. Гагарина 5 к2, лифт", { street: "улица Гагарина", house: "5", building: "2" }],
    ["ул. Гагарина, д.5, корп2", { street: "улица Гагарина", house: "5", building: "2" }],
    ["ул. Гагарина 5, корпус Б", { street: "улица Гагарина", house: "5", building: "б" }],
    ["ул. 40 лет Победы, 5", { street: "улица 40 лет Победы", house: "5" }],
    ["ул. 9-го Мая, 5", { street: "улица 9 Мая", house: "5" }],
    ["9 мая, д. 5, лифт", { street: "улица 9 Мая", house: "5" }],
    ["ул Гагарина д17к2, лифт", { street: "улица Гагарина", house: "17", building: "2" }],
    ["Зегеля, дом7, вода", { street: "улица Зегеля", house: "7" }],
    ["ул. Гагарина у дома 5 яма", { street: "улица Гагарина", house: "5" }],
    ["На проспекте Победы напротив дома № 88 люк", { street: "проспект Победы", house: "88" }],
    ["на Московской улице в районе дома 5а темно", { street: "улица Московская", house: "5а" }],
    ["на ул. Гагарина рядом с домом 12 свалка", { street: "улица Гагарина", house: "12" }],
    ["на ул. Гагарина у дома культуры 5 ям", { street: "улица Гагарина" }],
    ["ул. Гагарина 3 человека упали", { street: "улица Гагарина" }],
    ["28 мкрн, ул. Игнатьева, 5", { street: "улица Игнатьева", house: "5" }],
    ["мкр. Университетский, Зегеля, 5", { street: "улица Зегеля", house: "5" }],
    ["28 мкрн, д. 4, рядом с Зегеля, 5", { street: "микрорайон 28", house: "4" }],
    ["сосед из села Усманского района", {}],
    ["в городе Липецке по ул. Гагарина", { settlement: "Липецк", street: "улица Гагарина" }],
    ["с. Б. Хомутец, ул. Гагарина", { street: "улица Гагарина" }],
    ["дом номер 7 по улице Гагарина", { street: "улица Гагарина", house: "7" }],
    ["ул гагарина дом 5", { street: "улица Гагарина", house: "5" }],
    ["ул. гагарина, д. 5", { street: "улица Гагарина", house: "5" }],
    ["по ул. 40 лет победы 12", { street: "улица 40 лет победы", house: "12" }],
    ["дорога по улице Гагарина к дому 2", { street: "улица Гагарина", house: "2" }],
    ["на улице холодно дом 5 дней без тепла", {}],
    ["на улице мороз, дом 5 без тепла, на улице скользко у дома 7", {}],
    ["ул. Крупская, 5", { street: "улица Крупской", house: "5" }],
    ["зегеля 5 нет воды", { street: "улица Зегеля", house: "5" }],
    ["проспект Мира, 3/1", { street: "проспект Мира", house: "3/1" }],
    ["пр-т Победы 61к2", { street: "проспект Победы", house: "61", building: "2" }],
    ["в доме по Московской улице, 40", { street: "улица Московская", house: "40" }],
    ["на Садовой улице темно", { street: "улица Садовая" }],
    ["на ул. Заречной", { street: "улица Заречная" }],
    ["ул. им. Маршала Жукова, вл. 12", { street: "улица Маршала Жукова", house: "12" }],
    ["Тихий пер., 3", { street: "переулок Тихий", house: "3" }],
    ["в Тихом переулке", { street: "переулок Тихий" }],
    ["на Северном шоссе", { street: "шоссе Северное" }],
    ["ул. Гагарина 3 день нет воды", { street: "улица Гагарина" }],
    ["ул. Гагарина 3 разбит асфальт", { street: "улица Гагарина", house: "3" }],
    ["на улице холодно 5 градусов, минус 20", {}],
    ["проезд закрыт 2 дня, стоит 35 рублей, каждая улица в ямах", {}],
    ["ул. К. Маркса 3", { street: "улица К. Маркса", house: "3" }],
    ["на ул. В.Терешковой, д. 7 к. 2", { street: "улица В. Терешковой", house: "7", building: "2" }],
    ["12 микрорайон, дом 5", { street: "микрорайон 12", house: "5" }],
    ["в 12-м микрорайоне темно", { street: "микрорайон 12" }],
    ["во 2 квартале 2026 года, за квартал 5 раз", {}],
    ["квартал 12, дом 4", { street: "квартал 12", house: "4" }],
    ["ул. Терешковой, 7", { street: "улица Терешковой", house: "7" }],
    ["ул. 8 Марта 10", { street: "улица 8 Марта", house: "10" }],
    ["ул. Льва Толстого, 22", { street: "улица Льва Толстого", house: "22" }],
    ["ул гагарина 5", { street: "улица Гагарина", house: "5" }],
    ["пер. Кривой, д.3", { street: "переулок Кривой", house: "3" }],
    ["Лебедянское шоссе", { street: "шоссе Лебедянское" }],
    ["мкр. Университетский, 4", { street: "микрорайон Университетский", house: "4" }],
    ["с. Хлевное, ул. Ленина, д. 5-12", { settlement: "Хлевное", street: "улица Ленина", house: "5" }],
    ["деревня Кулешовка без света", { settlement: "Кулешовка" }],
    ["пос. Дачный, ул. Лесная", { settlement: "Дачный", street: "улица Лесная" }],
  ])("is taken apart, without the flat: «%s»", (text, parts) => {
    const { by: _by, sure: _sure, names: _names, territory: _territory, ...found } = read(text);
    expect(found).toEqual(parts);
  });

  it.each([
    "На улице темно и страшно",
    "Вышли с Иваном во двор, подъезд 3",
    "г. не чистят, д 5",
    "Третий день нет воды, 15 градусов",
    "Стою на площади, жду с Марией",
  ])("is not made of other words: «%s»", (text) => {
    expect(read(text)).toEqual({ territory: "region" });
  });
});
