import { describe, expect, it } from "vitest";
import { guessKind } from "../../../shared/understanding/kind.ts";

describe("the kind of a message", () => {
  it.each([
    ["Спасибо за новую остановку!", "thanks"],
    ["Благодарим дворника Анну, двор чистый", "thanks"],
    ["Спасибо, но лифт так и не работает", "problem"],
    ["Спасибо большое. А когда починят второй подъезд?", "question"],
    ["Предлагаю поставить скамейки в сквере", "proposal"],
    ["Прошу убрать ветки", "request"],
    ["Уберите, пожалуйста, сугроб", "request"],
    ["Когда откроют бассейн?", "question"],
    ["Яма на дороге", "problem"],
    ["", "problem"],
  ])("of «%s» is %s", (text, kind) => {
    expect(guessKind(text)).toBe(kind);
  });

  it("is not thanks when there is more to it than a few words", () => {
    expect(guessKind(`Спасибо за всё. ${"Расскажу подробно про наш двор. ".repeat(10)}`)).toBe("problem");
  });
});
