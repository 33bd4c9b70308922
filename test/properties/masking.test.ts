import fc from "fast-check";
import { expect, test } from "vitest";
import { maskPersonal } from "../../shared/understanding/personal/mask-personal.ts";

const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
const gap = fc.constantFrom("", " ", "-", " - ", "‑", ".", "\u00a0");

const phone = fc
  .tuple(
    fc.constantFrom("+7", "8", "7", "+ 7"),
    digits(9),
    fc.array(gap, { minLength: 10, maxLength: 10 }),
    fc.boolean(),
  )
  .map(([country, rest, gaps, bracketed]) => {
    const all = [9, ...rest];
    const area = all.slice(0, 3).join("");
    if (bracketed) return `${country} (${area}) ${all.slice(3).join("")}`;
    return country + all.map((digit, at) => `${gaps[at] ?? ""}${digit}`).join("");
  });

const letters = (alphabet: string) =>
  fc.array(fc.constantFrom(...Array.from(alphabet)), { minLength: 1, maxLength: 10 }).map((each) => each.join(""));
const mail = fc
  .tuple(letters("abcxyz0189_"), letters("abcабвгд"), fc.constantFrom("ru", "com", "рф", "mail.ru"))
  .map(([box, host, zone]) => `${box}@${host}.${zone}`);

const words = fc.array(
  fc.oneof(
    fc.constantFrom(
      "двор",
      "Ивановна",
      "Мария",
      "И.",
      "Иванов",
      "кв.",
      "дом",
      "12",
      "5-12",
      "@",
      "vk.com/",
      "паспорт",
      "тел",
      "[имя]",
      "+7",
      "904",
      "а123вс",
      "4111 1111 1111 1111",
      ",",
      "\n",
    ),
    fc.string({ maxLength: 6 }),
    phone,
    mail,
  ),
  { maxLength: 14 },
);
const text = fc.tuple(words, fc.constantFrom(" ", "", ", ")).map(([parts, between]) => parts.join(between));

test("masking once more changes nothing", () => {
  fc.assert(
    fc.property(text, (written) => {
      const masked = maskPersonal(written);
      expect(maskPersonal(masked)).toBe(masked);
    }),
    { numRuns: 2_000 },
  );
});

test("no phone survives, whatever stands around it", () => {
  fc.assert(
    fc.property(words, phone, words, (before, planted, after) => {
      const masked = maskPersonal(`${before.join(" ")} звонить ${planted} ${after.join(" ")}`);
      expect(masked).not.toContain(planted);
      const number = planted.replace(/\D/g, "").slice(-10);
      expect(masked.replace(/[^\d\p{L}]/gu, "")).not.toContain(`звонить${number}`);
    }),
    { numRuns: 2_000 },
  );
});

test("no e-mail survives, whatever stands around it", () => {
  fc.assert(
    fc.property(words, mail, words, (before, planted, after) => {
      expect(maskPersonal(`${before.join(" ")} ${planted} ${after.join(" ")}`)).not.toContain(planted);
    }),
    { numRuns: 2_000 },
  );
});
