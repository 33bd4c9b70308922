import { flatPatterns } from "./flats.ts";
import type { PersonalPattern } from "./kind.ts";

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

const MONTH = "(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\\p{L}*";
const DATE = `(?:\\d{1,2}(?:-?го)?[.,/\\s-]{1,2}(?:\\d{1,2}|${MONTH})[.,/\\s-]{1,2}(?:19|20)?\\d{2}|(?:19|20)\\d{2})`;
/** «День рождения» of a year alone is the city's or next month's. */
const WHOLE_DATE = `\\d{1,2}[.,/\\s-]{1,2}(?:\\d{1,2}|${MONTH})[.,/\\s-]{1,2}(?:19|20)?\\d{2}`;
/** How one says when somebody was born: most texts do not. */
const likeBirth = /[Рр](?:ожд|одил)|[ГгДд]\.\s?[Рр]|РОЖД|РОДИЛ/;

/** By which names one is known to who supplies water, light and heat: most texts have none. */
const likeAccount = /бонент|лательщ|ицев|оговор|лс|БОНЕНТ|ЛАТЕЛЬЩ|ИЦЕВ|ОГОВОР|ЛС/;

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
    kind: "profile",
    like: /[a-z][\w.]{3}/i,
    pattern: new RegExp(
      `(?=[сsтвкни])${NOT_AFTER}(?:скайпе?|skype|телеграмм?[еау]?|телег[аеу]|тг|вк(?:онтакте)?|контакте|ник|инст[аеу](?:грамм?[еа]?)?|вайбере?)(?!\\s?[:—–-]?\\s?(?:https?|www|club|public|event)(?![a-z]))(?:\\s?[:—–-]\\s?[a-z][\\w.]{2,}|\\s(?=[a-z.]*[\\d_])[a-z][\\w.]{3,})(?<=\\w)`,
      "giu",
    ),
  },
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
  {
    kind: "document",
    digits: 4,
    like: likeAccount,
    pattern: new RegExp(
      `(?=[нкалде])${NOT_AFTER}(?:(?:номер|код)\\p{L}*\\s+(?:абонента|плательщика|договора)|абонентск\\p{L}*\\s+номер\\p{L}*|лицев(?:ой|ого|ому|ым)|договор\\p{L}*(?=\\s?(?:№|N|номер))|елс)[\\s:№N-]{1,4}(?:номер\\p{L}*[\\s:№]{1,3})?(?=[\\p{L}/-]{0,4}\\d)[\\d\\p{L}/-]{3,24}\\d`,
      "giu",
    ),
  },
  // Accounts of people, by the chart of the Bank of Russia: 40817, 40820, 423, 426.
  { kind: "document", digits: 20, pattern: /(?<!\d)4(?:08(?:17|20)|2[36]\d{2})\d{15}(?!\d)/gu },
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
  ...flatPatterns,
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
      `(?=[рд])${NOT_AFTER}(?:(?:родил(?:ся|ась)|рожд(?:[её]на?|\\.)|дат[аыеу]\\s+рожд(?:ения|\\.)|д\\.\\s?р\\.?)[\\s:–—-]{1,4}(?:в\\s)?${DATE}|д(?:ень|ня)\\s+рождения[\\s:–—-]{1,4}${WHOLE_DATE})(?!\\d)(?:\\s?г(?:од[ау]?)?(?!\\p{L})\\.?)?`,
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
