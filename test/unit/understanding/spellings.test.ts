import { expect, test } from "vitest";
import { bySpelling, spellingIn, spellingOf } from "../../../shared/understanding/words/spellings.ts";
import { wordsOf } from "../../../shared/understanding/words/words.ts";

const spelledIn = (text: string) => spellingIn(text, 0, text.length);

test("words that are spelled alike are one, whatever their capital letters and wherever they stand", () => {
  const [first, second] = wordsOf("Ёлка у дома, ЕЛКА на площади").filter(({ text }) => text === "елка");
  expect(first?.number).toBe(second?.number);
  expect(spellingOf("елка").number).toBe(first?.number);
  expect(spellingOf("елки").number).not.toBe(first?.number);
});

test.each(["Пр-т", "5-12", "ЎЗБЕК", "Қала", "Straße", "Ѐлка", "пожар\u0301", "ΟΔΟΣ"])("%s is in lower case", (text) => {
  const small = text.toLowerCase();
  expect(spelledIn(text).text).toBe(small);
  expect(spelledIn(text).number).toBe(spellingOf(small).number);
});

test("what is made of a word is kept, and of a word without end made each time", () => {
  const made: string[] = [];
  const kept = bySpelling((text) => made.push(text) && text.length);
  expect([kept(spellingOf("яма")), kept(spelledIn("Яма")), kept(spellingOf("ямы"))]).toEqual([3, 3, 3]);
  expect(made).toEqual(["яма", "ямы"]);
  const endless = "я".repeat(65);
  expect([kept(spellingOf(endless)), kept(spelledIn(endless.toUpperCase()))]).toEqual([65, 65]);
  expect(made.slice(2)).toEqual([endless, endless]);
});

test("of words without number no more are kept than there is room for, and none is taken for another", () => {
  const kept = bySpelling((text) => ({ text }));
  const early = spellingOf("колодец");
  const before = kept(early);
  for (let each = 0; each < 40_000; each++) expect(kept(spellingOf(`колодец${each}`)).text).toBe(`колодец${each}`);
  const late = spellingOf("колодец");
  expect(late.number).toBeGreaterThan(early.number);
  expect(kept(late)).not.toBe(before);
  expect(kept(late)).toBe(kept(late));
  // Whoever read a text before still has its words.
  expect(kept(early)).toEqual({ text: "колодец" });
});
