import type { PersonalPattern } from "./kind.ts";

const NOT_AFTER = "(?<![\\p{L}\\p{N}])";
const NOT_BEFORE = "(?![\\p{L}\\p{N}])";

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

/** How a flat is named, and how it is joined to its house: most texts have neither. */
const likeFlat = /кв|ком/iu;
const likeJoined = /-\s?\d/;

/** Flats and rooms, by their names and as they are joined to a house. */
export const flatPatterns: readonly PersonalPattern[] = [
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
    digits: 1,
    like: likeFlat,
    pattern: new RegExp(
      `(?=\\d)(?<=${NOT_AFTER}(?:(?:жив(?:у|[её]м|[её]т)|прожива\\p{L}+)\\s+в|пишет(?:\\s+вам)?|(?:я|мы)\\s+из|жилец|жилица|(?:сосед|жил[еь]?ц|хозя)\\p{L}*\\s+(?:из|с|со))\\s)\\d{1,4}\\s?кв(?![\\p{L}\\p{N}])(?!\\.?\\s*(?:м|20\\d\\d))`,
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
];
