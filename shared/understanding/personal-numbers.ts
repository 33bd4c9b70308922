import type { PersonalPattern } from "./personal-kind.ts";

const digitsOf = (text: string): string => text.replace(/\D/g, "");

/** The check digit of payment cards (ISO/IEC 7812-1, Luhn). */
const isCard = (digits: string): boolean => {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - at));
    const doubled = at % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0;
};

const NOT_AFTER = "(?<![\\p{L}\\p{N}])";
const NOT_BEFORE = "(?![\\p{L}\\p{N}])";
/** What people put between the digits of a number. */
const GAP = "[\\s\\-‐-―−().\\u00a0/_]{0,3}";
const withGap = (count: number): string => `(?:\\d${GAP}){${count - 1}}\\d`;

const LONGEST_ADDRESS = 60;
const HOUSE_OF_STREET = new RegExp(
  `${NOT_AFTER}(?:ул|улиц\\p{L}*|пр|пр-т|проспект\\p{L}*|пер|переул\\p{L}*)[\\s.]{1,2}[^\\d\\n,;]{2,40}[\\s,]{1,2}\\d{1,3}[а-яё]?$`,
  "iu",
);

/** Numbers and addresses that lead to a person; of those that could be two, the first. */
export const numberPatterns: readonly PersonalPattern[] = [
  {
    kind: "mail",
    sign: "@",
    pattern: /[\p{L}\p{N}._%+-]+\s?@\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu,
  },
  {
    kind: "mail",
    like: /собака |[([]at/i,
    pattern: /[a-z\d._%+-]+\s?(?:[([]at[)\]]|\sсобака\s)\s?[a-z\d-]+(?:\.[a-z\d-]+)+/giu,
  },
  { kind: "profile", sign: "[", pattern: /\[id\d+\|[^\]\n]{1,80}\]/giu },
  {
    kind: "profile",
    sign: "/",
    pattern:
      /(?:https?:\/\/)?(?:www\.|m\.)?(?:vk\.(?:com|ru)|vkontakte\.ru|ok\.ru|odnoklassniki\.ru|t\.me|telegram\.me|instagram\.com|facebook\.com|max\.ru)\/[\p{L}\p{N}_.@/?=&%+-]*[\p{L}\p{N}_]/giu,
  },
  { kind: "profile", sign: "@", pattern: /(?<![\p{L}\p{N}_.])@[\p{L}\p{N}_.]{2,}/giu },
  { kind: "profile", digits: 4, pattern: new RegExp(`${NOT_AFTER}id\\d{4,}`, "giu") },
  {
    kind: "card",
    digits: 13,
    pattern: /(?<!\d)\d(?:[\s-]?\d){12,18}(?!\d)/gu,
    holds: ([found]) => isCard(digitsOf(found)),
  },
  {
    kind: "document",
    digits: 2,
    pattern: new RegExp(
      `(?=[зпсиоул])${NOT_AFTER}(?:(?:загран)?паспорт\\p{L}*|снилс\\p{L}*|инн|полис\\p{L}*|омс|свидетельств\\p{L}*|удостоверени\\p{L}*|лицев\\p{L}*\\s+сч[её]т\\p{L}*|л/с)${NOT_BEFORE}[^\\d\\n]{0,20}\\d[\\d\\s№-]{3,24}\\d(?:[^\\d\\n]{0,12}\\d{6})?`,
      "giu",
    ),
  },
  { kind: "document", digits: 11, pattern: /(?<!\d)\d{3}([\s-])\d{3}\1\d{3}[\s-]\d{2}(?!\d)/gu },
  {
    kind: "document",
    digits: 10,
    pattern: /(?<!\d)\d{2}\s?\d{2}\s*(?:№|N|номер|\s)\s*\d{6}(?!\d|\s*(?:руб|р\.|₽))/giu,
  },
  { kind: "phone", digits: 11, pattern: new RegExp(`(?<!\\d)(?:\\+\\s?7|8|7)${GAP}${withGap(10)}(?!\\d)`, "gu") },
  {
    kind: "phone",
    digits: 10,
    sign: "+",
    pattern: new RegExp(`(?<!\\d)\\+\\d${GAP}${withGap(9)}(?:${GAP}\\d){0,4}(?!\\d)`, "gu"),
  },
  { kind: "phone", digits: 10, pattern: new RegExp(`(?<!\\d)\\(?9${GAP}${withGap(9)}(?!\\d)`, "gu") },
  {
    kind: "phone",
    digits: 8,
    sign: "(",
    pattern: new RegExp(`(?<!\\d)\\(\\d{3,5}\\)${GAP}\\d(?:${GAP}\\d){4,6}(?!\\d)`, "gu"),
  },
  { kind: "phone", digits: 5, pattern: /(?<![\d-])\d{1,3}[-–—]\d{2}[-–—]\d{2}(?![\d-])/gu },
  {
    kind: "phone",
    digits: 5,
    pattern: new RegExp(
      `(?=[тмсзwв])${NOT_AFTER}(?:тел|телефон\\p{L}*|моб|сот|звонит\\p{L}*|звоните|whatsapp|ватсап\\p{L}*|вайбер\\p{L}*)[^\\d\\n]{0,15}\\d(?:${GAP}\\d){4,10}(?!\\d)`,
      "giu",
    ),
  },
  {
    kind: "flat",
    digits: 1,
    pattern: new RegExp(
      `(?=кв)${NOT_AFTER}(?:кв(?:-р\\p{L}+)?|квартир\\p{L}*)[\\s.№:-]{0,4}\\d{1,4}[а-яё]?(?![\\p{L}\\p{N}])(?!\\s*(?:кв|м|метр))`,
      "giu",
    ),
  },
  {
    kind: "flat",
    digits: 1,
    pattern: new RegExp(
      `(?=\\d)${NOT_AFTER}\\d{1,4}(?:-?(?:я|й|ю|ой|ей|ую|ая|ю))?\\s+квартир[аеыу]${NOT_BEFORE}`,
      "giu",
    ),
  },
  {
    kind: "flat",
    digits: 2,
    sign: "-",
    pattern: new RegExp(
      `(?=\\s?-\\s?\\d)(?<=${NOT_AFTER}(?:д|дом)[\\s.]{0,2}\\d{1,3}[а-яё]?)\\s?-\\s?\\d{1,4}(?![\\p{L}\\p{N}-])`,
      "giu",
    ),
  },
  {
    kind: "flat",
    digits: 2,
    sign: "-",
    pattern: /(?=\s?-\s?\d)(?<=\d[а-яё]?)\s?-\s?\d{1,4}(?![\p{L}\p{N}-])/giu,
    holds: ({ input, index }) => HOUSE_OF_STREET.test(input.slice(Math.max(0, index - LONGEST_ADDRESS), index)),
  },
  {
    kind: "plate",
    digits: 3,
    pattern: new RegExp(
      `(?=[авекмнорстухabekmhopctyx]\\s?\\d{3})${NOT_AFTER}[авекмнорстухabekmhopctyx]\\s?\\d{3}\\s?[авекмнорстухabekmhopctyx]{2}(?:\\s?\\d{2,3})?${NOT_BEFORE}`,
      "giu",
    ),
    holds: ([found]) => !/^[авкосу]\s\d/iu.test(found),
  },
];
