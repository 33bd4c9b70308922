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
const GAP = "[\\s\\-‐-―−().\\u00a0/_*]{0,3}";
const withGap = (count: number): string => `(?:\\d${GAP}){${count - 1}}\\d`;

/** «В 120 км» and «с 100 мм 50» are measures, «Р119 км 200» is a place of a road; a region makes «о 123 ав 48» a plate. */
const NO_PLATE = /^[авкосу]\s\d{3}\s?(?:км|мм|см|кв|\p{L}{2}$)|^[армк]\d{3}\s+км/iu;

const LONGEST_ADDRESS = 60;
const HOUSE_OF_STREET = new RegExp(
  `${NOT_AFTER}(?:ул|улиц\\p{L}*|пр|пр-к?т|проспект\\p{L}*|пер|переул\\p{L}*|б-р|бульвар\\p{L}*|мкр|микрорайон\\p{L}*|наб|набережн\\p{L}*)(?:[\\s.]{1,2}[^\\d\\n,;]{2,40})?[\\s,.]{1,2}\\d{1,3}(?:[а-яё]|/\\d{1,2})?$`,
  "iu",
);
/** «Живу Космонавтов 5-12»: who says where they live names the street by its capital letter alone. */
const HOUSE_OF_OWN =
  /(?<!\p{L})(?:[Жж]ив(?:у|[её]м)|[Пп]рожива\p{L}*|[Пп]рописан\p{L}*|[Аа]дрес\p{L}*)[\s.:]{1,2}[А-ЯЁ][^\d\n,;]{2,40}[\s,.]{1,2}\d{1,3}(?:[а-яё]|\/\d{1,2})?$/u;

/** What is counted in a flat has the case of what is counted: «в квартире 3 ребёнка», but «в квартире 3 ребёнок плачет». */
const COUNTED =
  /^(?:\s?°|\s+(?:градус(?:а|ов)?|реб[её]нка|детей|час(?:а|ов)?|дня|дней|раза?|лет|года|месяц(?:а|ев)|недел[иь]|процент(?:а|ов)|окна|окон|комнаты?|взрослых|человека?|людей|жител(?:я|ей)|жильц(?:а|ов)|рубл(?:я|ей))(?!\p{L}))/iu;
/** «Во 2 кв. 2026» is a quarter of a year. */
const isQuarter = ({ 0: found, input, index }: RegExpExecArray): boolean =>
  /^кв\.?\s20\d\d$/iu.test(found) && /(?<!\d)[1-4]\s?$/.test(input.slice(Math.max(0, index - 3), index));
const isNumberOfFlat = (match: RegExpExecArray): boolean => !isQuarter(match) && !isCounted(match);
const isCounted = ({ 0: found, input, index }: RegExpExecArray): boolean =>
  /^(?:квартир|комнат)\p{L}*\s\d{1,2}$/iu.test(found) && COUNTED.test(input.slice(index + found.length));

/** «3 квартиры затоплены» counts them, «из 3 квартиры» names one. */
const isOneFlat = ({ 0: found, input, index }: RegExpExecArray): boolean =>
  !/^(?:\d*[2-4])\s+квартиры$/iu.test(found) ||
  /1[2-4]\s/.test(found) ||
  OUT_OF.test(input.slice(Math.max(0, index - 8), index));
const OUT_OF = /(?<!\p{L})(?:из|от|у|с|со|для|около|до|жител[ьи]|из-под)\s+(?:№\s?)?$/iu;

const MONTH = "(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\\p{L}*";
const DATE = `(?:\\d{1,2}[.,/\\s-]{1,2}(?:\\d{1,2}|${MONTH})[.,/\\s-]{1,2}(?:19|20)?\\d{2}|(?:19|20)\\d{2})`;
/** How one says when somebody was born: most texts do not. */
const likeBirth = /[Рр](?:ожд|одил)|[ГгДд]\.\s?[Рр]|РОЖД|РОДИЛ/;

/** How a flat is named, and how it is joined to its house: most texts have neither. */
const likeFlat = /кв|ком/iu;
const likeJoined = /-\s?\d/;

/** Numbers and addresses that lead to a person; of those that could be two, the first. */
export const numberPatterns: readonly PersonalPattern[] = [
  {
    kind: "mail",
    sign: "@",
    pattern:
      /[\p{L}\p{N}._%+-]+\s?@\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|(?<=^|[\s,:;(])[a-z\d._%+-]+@[a-z\d-]{2,}/giu,
  },
  {
    kind: "mail",
    like: /собака[ )\]]|[([]at/i,
    pattern: /[a-z\d._%+-]+\s?(?:[([](?:at|собака)[)\]]|\sсобака\s)\s?[a-z\d-]+(?:\.[a-z\d-]+)+/giu,
  },
  { kind: "profile", sign: "[", pattern: /\[id\d+\|[^\]\n]{1,80}\]/giu },
  {
    kind: "profile",
    sign: "/",
    pattern:
      /(?:https?:\/\/)?(?:www\.|m\.)?(?:vk\.(?:com|ru|me)|vkontakte\.ru|ok\.ru|odnoklassniki\.ru|t\.me|telegram\.me|instagram\.com|facebook\.com|max\.ru|wa\.me)\/[\p{L}\p{N}_.@/?=&%+-]*[\p{L}\p{N}_]/giu,
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
    like: /\d[\d\s№-]{3,24}\d/,
    pattern: new RegExp(
      `(?=[зпсиоулрв])${NOT_AFTER}(?:(?:загран)?паспорт\\p{L}*|военн\\p{L}*\\s+билет\\p{L}*|огрнип|снилс\\p{L}*|инн|полис\\p{L}*|омс|свидетельств\\p{L}*|удостоверени\\p{L}*|(?:лиц|лицев\\p{L}*|расч[её]тн\\p{L}*)\\.?\\s?сч[её]т\\p{L}*|[лр]/сч?|л(?:\\.\\s?)?с\\.?(?=[\\s№:]{1,3}\\d{8})|сч[её]т\\p{L}*(?=[\\s№:]{1,3}\\d{16}))${NOT_BEFORE}[^\\d\\n]{0,20}\\d[\\d\\s№-]{3,24}\\d(?!\\d)(?:[^\\d\\n]{0,12}\\d{6}(?!\\d))?`,
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
  {
    kind: "phone",
    digits: 5,
    pattern:
      /(?<![\d-])[1-9]\d{0,2}[-–—]\d{2}[-–—]\d{2}(?![\d-]|\s+(?:янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек|человек|дом|этаж))/gu,
  },
  {
    kind: "phone",
    digits: 5,
    like: new RegExp(withGap(5)),
    pattern: new RegExp(
      `(?=[тмсзкwв])(?<![\\p{L}\\p{N}[])(?:т(?=\\.\\s?\\d)|контакт\\p{L}*|тел|телефон\\p{L}*|моб|сот|звонит\\p{L}*|звоните|whatsapp|ватсап\\p{L}*|вайбер\\p{L}*)[^\\d\\n[\\]]{0,15}\\d(?:${GAP}\\d){4,10}(?!\\d)`,
      "giu",
    ),
  },
  {
    kind: "phone",
    digits: 5,
    sign: "[телефон]",
    pattern: new RegExp(
      `(?<=\\[телефон\\](?:\\s?[,;/]|\\s(?:и|или|либо))?\\s?)\\d(?:${GAP}\\d){4,10}(?![\\d-]|\\s*(?:руб|р\\.|₽))`,
      "giu",
    ),
  },
  {
    kind: "flat",
    digits: 1,
    like: likeFlat,
    pattern: new RegExp(
      `(?=к)(?<!\\p{L})(?:кв(?:-р\\p{L}+)?|квартир\\p{L}*|комн?(?=\\.?\\s?\\d)|комнат[аеуы])[\\s.№N:-]{0,4}(?:(?:под\\s)?номер(?:ом)?\\s)?\\d{1,4}[а-яё]?(?:(?:\\s?,|\\s+и|\\s?-)\\s?\\d{1,4}${NOT_BEFORE}(?!\\s*(?:эт|под|день|дня|дней|час|раз)))*(?![\\p{L}\\p{N}])(?!\\s*(?:кв|м|метр))`,
      "giu",
    ),
    holds: isNumberOfFlat,
  },
  {
    kind: "flat",
    digits: 1,
    like: likeFlat,
    pattern: new RegExp(
      `(?=\\d)${NOT_AFTER}\\d{1,4}(?:-?(?:я|й|ю|ой|ей|ую|ая|ю))?\\s+(?:квартир[аеыу]|(?<=[йяюе]\\s+)кв(?!\\.?\\s?м))${NOT_BEFORE}`,
      "giu",
    ),
    holds: isOneFlat,
  },
  {
    kind: "flat",
    digits: 2,
    like: likeFlat,
    pattern: new RegExp(
      `(?<=(?:${NOT_AFTER}(?:д|дом\\p{L}?|корп\\p{L}*|к)[\\s.]{0,2}|\\p{L}{3}[\\s,]{1,2})\\d{1,3}[а-яё]?[\\s,]{1,2})\\d{1,4}\\s?кв(?![\\p{L}\\p{N}])(?!\\.?\\s*(?:м|20\\d\\d))`,
      "giu",
    ),
  },
  {
    kind: "flat",
    digits: 2,
    sign: "-",
    like: likeJoined,
    pattern: new RegExp(
      `(?=\\s?-\\s?\\d)(?<=${NOT_AFTER}(?:д|доме?|к(?=\\.)|корп\\p{L}*)[\\s.]{0,2}\\d{1,3}(?:[а-яё]|/\\d{1,2})?)\\s?-\\s?\\d{1,4}(?![\\p{L}\\p{N}-])`,
      "giu",
    ),
  },
  {
    kind: "flat",
    digits: 2,
    sign: "-",
    like: likeJoined,
    pattern: /(?=\s?-\s?\d)(?<=\d[а-яё]?)\s?-\s?\d{1,4}(?![\p{L}\p{N}-])/giu,
    holds: ({ input, index }) => {
      const before = input.slice(Math.max(0, index - LONGEST_ADDRESS), index);
      return HOUSE_OF_STREET.test(before) || HOUSE_OF_OWN.test(before);
    },
  },
  {
    kind: "plate",
    digits: 3,
    like: /\d{3}/,
    pattern: new RegExp(
      `(?=[авекмнорстухabekmhopctyx]\\s?\\d{3})${NOT_AFTER}[авекмнорстухabekmhopctyx]\\s?\\d{3}\\s?[авекмнорстухabekmhopctyx]{2}(?:[\\s|/]?\\d{2,3})?${NOT_BEFORE}`,
      "giu",
    ),
    holds: ([found]) => !NO_PLATE.test(found),
  },
  {
    kind: "birth",
    digits: 4,
    like: likeBirth,
    pattern: new RegExp(
      `(?=[рд])${NOT_AFTER}(?:родил(?:ся|ась)|дат[аыеу]\\s+рождения|д\\.\\s?р\\.?)[\\s:–—-]{1,4}${DATE}(?!\\d)(?:\\s?г(?:ода?)?(?!\\p{L})\\.?)?`,
      "giu",
    ),
  },
  {
    kind: "birth",
    digits: 4,
    like: likeBirth,
    pattern: new RegExp(
      `(?=\\d)${NOT_AFTER}${DATE}\\s?(?:г\\.\\s?р(?!\\p{L})\\.?|(?:г(?:ода?)?\\.?\\s+)?рожд\\p{L}*)`,
      "giu",
    ),
  },
];
