import { describe, expect, it } from "vitest";
import type { Topics } from "../../../shared/domain/centre/topic.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";
import { guessTopic } from "../../../shared/understanding/topic/known-topics.ts";
import { readText } from "../../../shared/understanding/words/read-text.ts";

const { topics } = exampleCentre();

const guess = (text: string, of: Topics) => guessTopic(readText(text).normal, of);

describe("the topic of a message", () => {
  it.each([
    ["Когда уже начнут чистить? На Московской не убирают снег третий день", "road-snow"],
    ["Яма на дороге у поворота, пробил колесо", "road-potholes"],
    ["Во дворе яма на яме", "yard-potholes"],
    ["Не горит фонарь на улице Гагарина", "street-lighting"],
    ["Во дворе не горит ни один фонарь", "yard-lighting"],
    ["На перекрёстке не работает светофор", "traffic-lights"],
    ["Воняет мусоропровод, дышать в подъезде нельзя", "entrances"],
    ["Лифт снова сломан", "lifts"],
    ["В квартире холодно, батареи холодные", "no-heating"],
    ["Огромные сосульки над входом", "roofs"],
    ["Нет горячей воды вторую неделю", "no-hot-water"],
    ["Из крана течёт ржавая вода", "water-quality"],
    ["Не вывозят мусор с понедельника", "waste-collection"],
    ["Стихийная свалка за гаражами", "dumps"],
    ["Автобус 27 ходит раз в час, расписание не соблюдают", "timetable"],
    ["Не могу записаться к врачу, талонов нет", "appointments"],
    ["Дочке не дали место в садике", "school-admission"],
    ["Стая бездомных собак у школы", "stray-animals"],
    ["Третий месяц не платят зарплату", "wages"],
  ])("is found by the words people use: «%s»", (text, topic) => {
    expect(guess(text, topics)).toMatchObject({ topic });
  });

  it.each([
    ["В подъезде пахнет газом!", "gas-leak"],
    ["Горит мусор за домом, всё в дыму", "fire"],
    ["Скорая не едет второй час", "ambulance"],
    ["Открытый люк на детской площадке", "manholes"],
    ["Упало дерево и лежит поперёк дороги", "fallen-trees"],
    ["Провод оборван и висит над тротуаром", "power-lines"],
    ["Прорвало трубу, вода хлещет на дорогу", "water-burst"],
    ["Паводок: река вышла из берегов", "flood"],
    ["Наш дом рушится, аварийный дом, а нас не расселяют", "emergency-housing"],
  ])("is urgent where life or health is in danger: «%s»", (text, topic) => {
    expect(guess(text, topics)).toMatchObject({ topic, urgent: true });
  });

  it.each(["Сломали газон у дома", "Скоро ли достроят развязку?", "В газете написали неправду"])(
    "is not urgent for a word that only begins alike: «%s»",
    (text) => {
      expect(guess(text, topics).urgent).toBe(false);
    },
  );

  it("is the fallback when nothing is known of it", () => {
    expect(guess("Здравствуйте", topics)).toEqual({ group: "government", topic: "other", urgent: false });
    expect(guess("", topics).topic).toBe("other");
  });

  it("does not depend on case, ё, punctuation or how a letter is encoded", () => {
    for (const text of [
      "Двор не освещён",
      "ДВОР НЕ ОСВЕЩЕН!!!",
      "двор  не...освещён",
      "Двор не освещён".normalize("NFD"),
    ])
      expect(guess(text, topics).topic).toBe("yard-lighting");
  });

  it("is looked for at the beginnings of words only", () => {
    const taxonomy = {
      groups: [
        {
          id: "g",
          name: "Г",
          topics: [
            { id: "manholes", name: "Люки", keywords: ["люк"] },
            { id: "other", name: "Другое", keywords: [] },
          ],
        },
      ],
      fallback: "other",
    };
    expect(guess("Сломана люка крышка", taxonomy).topic).toBe("manholes");
    expect(guess("поглюкивает сайт", taxonomy).topic).toBe("other");
  });
});
