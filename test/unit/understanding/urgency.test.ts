import { describe, expect, it } from "vitest";
import { understand } from "../../../shared/understanding/understand.ts";
import { fixtureCentre } from "../../fixtures/centre.ts";

const january = Date.parse("2026-01-15T12:00:00+03:00");
const july = Date.parse("2026-07-15T12:00:00+03:00");

const read = (text: string, receivedAt = january) => {
  const { urgent, understood } = understand({ text, receivedAt }, fixtureCentre());
  return { urgent, danger: understood.danger === true, by: understood.urgentBy ?? [] };
};

describe("danger to life or health", () => {
  it.each([
    ["gas", "В подъезде сильно пахнет газом"],
    ["gas", "Чувствуем запах газа на кухне, газовая служба не едет"],
    ["fire", "Горит мусорка у дома, дым идёт в окна"],
    ["fire", "ПОЖАР на Садовой!!!"],
    ["fire", "За гаражами подожгли траву, огонь идёт к домам"],
    ["no-ambulance", "Ждём скорую уже два часа, маме плохо"],
    ["no-ambulance", "Скорая не едет"],
    ["life", "Человек лежит без сознания на остановке"],
    ["life", "Состояние моста — прямая угроза жизни"],
    ["life", "Авария на перекрёстке, человек под машиной"],
    ["life", "ДТП на мосту, пешеход лежит"],
    ["violence", "Сосед угрожает взорвать дом"],
    ["flood", "Улицу затопило, вода поднимается, не выехать"],
    ["suicide", "Я больше не хочу жить"],
    ["violence", "Мужчина с ножом бегает по двору"],
    ["wires", "Оборвало провод, лежит на тротуаре и искрит"],
    ["wires", "Столб бьёт током"],
    ["manhole", "Во дворе открытый люк"],
    ["manhole", "Колодец без крышки прямо на дороге"],
    ["collapse", "Рухнул балкон на третьем этаже"],
    ["falling-ice", "Глыба льда упала рядом с прохожим"],
    ["flood", "Река вышла из берегов, вода подступает к домам"],
    ["scalding", "Прорыв теплотрассы, кипяток заливает улицу"],
    ["poisoning", "В школе дети отравились в столовой"],
    ["children", "Ребёнок провалился под лёд"],
    ["children", "Собака напала на школьника"],
    ["lift", "Застряли в лифте, диспетчер молчит"],
  ])("is seen: %s in «%s»", (rule, text) => {
    expect(read(text)).toMatchObject({ urgent: true, danger: true });
    expect(read(text).by).toContain(rule);
  });

  it.each([
    "Газом не пахнет, просто странный звук",
    "Не пахнет газом, успокойтесь",
    "Пожара нет, это туман",
    "Спасибо пожарным, пожар потушили за час",
    "В прошлом году был пожар, дом так и стоит пустой",
    "Год назад ребёнок упал с горки, а площадку не починили",
    "Не горит фонарь у дома",
    "Горят все сроки, когда сделаете ремонт?",
    "Пожарный гидрант занесён снегом",
    "Газон вытоптан, газель стоит на тротуаре",
    "Скоро ли построят школу?",
    "Яма на дороге",
    "Провели учения по тушению пожара в школе",
    "Условный пожар на заводе: пожарные показали, что умеют",
    "Вода под машиной во дворе, асфальт просел",
    "Поставили бонусный стенд, люди в машинах ждут",
    "",
  ])("is not seen where there is none: «%s»", (text) => {
    expect(read(text).danger).toBe(false);
  });

  it.each([
    "Куда звонить, если пахнет газом?",
    "Уберите сосульки, пока они не убили кого-нибудь: чтобы не упала глыба льда",
    "Если загорится проводка, все сгорим: пожар будет",
  ])("that is only supposed is urgent at most: «%s»", (text) => {
    expect(read(text)).toMatchObject({ danger: false });
  });
});

describe("what is urgent without danger", () => {
  it.each([
    "В квартире холодно, батареи ледяные",
    "Котельная встала, замерзаем",
    "Прорвало трубу в подвале",
    "Весь посёлок без света вторые сутки",
  ])("gets the urgent norm: «%s»", (text) => {
    expect(read(text)).toMatchObject({ urgent: true, danger: false });
  });

  it("may be so in some months alone", () => {
    expect(read("Нет отопления в доме", january).urgent).toBe(true);
    expect(read("Нет отопления в доме", july).urgent).toBe(false);
  });
});
