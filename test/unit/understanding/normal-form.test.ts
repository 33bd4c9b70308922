import { describe, expect, it } from "vitest";
import { normalText, words } from "../../../shared/understanding/words/normal-form.ts";
import { stem } from "../../../shared/understanding/words/stem.ts";

describe("the normal form of a message", () => {
  it.each([
    ["Добрый день!<br>Нет&nbsp;воды &laquo;&quot;", 'добрый день! нет воды ""'],
    ["<b>Яма</b> 2 < 3", "яма 2 < 3"],
    ["[id17|Анна Петрова], а у вас есть отопление?", ", а у вас есть отопление?"],
    ["@uprava_city почините, пишите на dom@example.ru", "почините, пишите на dom@example.ru"],
    ["Смотрите https://example.ru/photo?a=1 сами", "смотрите сами"],
    ["Ооочень плохооо!!! 😡👍🏽 ❤️", "очень плохо!!!"],
    ["ЁЛКА «горит» — “уже”", 'елка "горит" - "уже"'],
    ["Спасибo, вoды нет", "спасибо, воды нет"],
    ["за\u00adмо\u0301к", "замок"],
    ["Wi-Fi в доме 2000", "wi-fi в доме 2000"],
    ["при&shy;вет&hellip; &ldquo;дом&rdquo;", 'привет... "дом"'],
    ["&#1040;&#x431;в", "абв"],
    ["&#9999999;", "&#9999999;"],
  ])("of «%s» is «%s»", (raw, normal) => {
    expect(normalText(raw)).toBe(normal);
  });

  it("is the same when made twice", () => {
    const once = normalText("Ёжик  в [club1|Парке] — «тууумане» &lt;b&gt; 🦔");
    expect(normalText(once)).toBe(once);
  });

  it("splits into words and numbers", () => {
    expect(words("ул. зегеля, д. 5/2 - яма!")).toEqual(["ул", "зегеля", "д", "5", "2", "яма"]);
  });
});

describe("the stem of a word", () => {
  // The pairs are from the sample vocabulary on the algorithm's page.
  it.each([
    ["вавиловка", "вавиловк"],
    ["вагнера", "вагнер"],
    ["вагоном", "вагон"],
    ["важная", "важн"],
    ["важнейшими", "важн"],
    ["важничал", "важнича"],
    ["важности", "важност"],
    ["важностью", "важност"],
    ["пополнившись", "пополн"],
    ["вала", "вал"],
    ["валентином", "валентин"],
    ["валериановых", "валерианов"],
    ["пойманную", "пойма"],
    ["поймаете", "пойма"],
    ["попуститься", "попуст"],
    ["поправляются", "поправля"],
    ["попрыскался", "попрыска"],
  ])("of «%s» is «%s»", (word, expected) => {
    expect(stem(word)).toBe(expected);
  });

  it.each([
    ["отопления", "отоплением"],
    ["собаки", "собаками"],
    ["дорога", "дорогами"],
    ["убирают", "убирает"],
  ])("is shared by «%s» and «%s»", (one, other) => {
    expect(stem(one)).toBe(stem(other));
  });

  it("is the word itself where there is no Russian ending to take off", () => {
    expect(["wi", "2000", "а", "ь", "мкд", ""].map(stem)).toEqual(["wi", "2000", "а", "ь", "мкд", ""]);
  });
});
