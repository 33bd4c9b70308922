import { describe, expect, it } from "vitest";
import { usualUrgency } from "../../../shared/domain/urgency/usual-urgency.ts";
import { dangerLikelihood } from "../../../shared/understanding/urgency/likely-danger.ts";
import { readText } from "../../../shared/understanding/words/read-text.ts";
import { learnDangers } from "../../../training/dangers/learn-dangers.ts";
import { readHeldOut, readMessages } from "../../../training/dangers/read-messages.ts";
import { usualDangerLikelihood } from "../../../training/dangers/usual-dangers.ts";

const times = [
  "утром",
  "вечером",
  "вчера",
  "сегодня",
  "только что",
  "ночью",
  "опять",
  "снова",
  "днём",
  "сейчас",
  "после обеда",
  "к вечеру",
];
const messages = times.flatMap((time) => [
  { danger: true, hand: "one", text: `Человек ${time} на Полевой провалился, зовёт и держится за край` },
  { danger: false, hand: "one", text: `Человек ${time} просил лавочку во двор` },
]);
const everyday = times.map((time) => `Фонарь во дворе ${time} не светит`);
const asked = (text: string) => dangerLikelihood(learnDangers(messages, everyday))(readText(text).words);

describe("learning what danger is told with", () => {
  it("tells it by what several messages of danger have and others have not", () => {
    expect(asked("Кто-то провалился и зовёт")).toBeGreaterThan(0.5);
    expect(asked("Поставьте лавочку")).toBeLessThan(0.5);
  });

  it("learns nothing from names of places", () => {
    expect(asked("На Полевой")).toBe(asked("На Луговой"));
  });

  it("makes the same of the same messages", () => {
    expect(learnDangers(messages, everyday)).toEqual(learnDangers(messages, everyday));
  });
});

describe("the dangers that come with Otklik", () => {
  const likelihood = usualDangerLikelihood();
  const { dangerFrom = 1 } = usualUrgency.likely ?? {};
  const heldOut = readHeldOut();
  const found = (danger: boolean): number => {
    const those = heldOut.filter((each) => each.danger === danger);
    return those.filter(({ text }) => likelihood(readText(text).words) >= dangerFrom).length / those.length;
  };

  it("are found in four of five messages that nothing was learned from, without any rule", () => {
    expect(found(true)).toBeGreaterThan(0.8);
  });

  it("are seen in two of a hundred that tell of none, half of which are written to sound so", () => {
    expect(found(false)).toBeLessThan(0.02);
  });

  it("are learned from no message that they are tried on", () => {
    const learned = new Set(readMessages().map(({ text }) => text));
    expect(heldOut.filter(({ text }) => learned.has(text))).toEqual([]);
  });
});
