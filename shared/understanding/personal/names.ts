import { firstNames } from "./first-names.ts";
import type { PersonalPattern } from "./kind.ts";
import { SURNAME, surnamePatterns } from "./surnames.ts";

const NOT_AFTER = "(?<![\\p{L}\\p{N}])";
const NOT_BEFORE = "(?![\\p{L}\\p{N}])";
const CAPITAL = "[А-ЯЁ]";
const NAME = `${CAPITAL}[а-яё]+(?:-${CAPITAL}[а-яё]+)?`;
const PATRONYMIC =
  "(?:[а-яё]+(?:ович|евич|ёвич|ьич|ыч|аич|еич)(?:а|у|ем|ом|е|и|ей|ам)?|[а-яё]+(?:овн|евн|ёвн|ичн|иничн|авн)(?:а|ы|е|у|ой|ою))";
/** Of one piece, so with its capital letter: «Томич» and «омич» are none. */
const SHORT_PATRONYMIC = "(?:Кузьмич|Фомич|Лукич|Никитич|Саввич|Ильич)(?:а|у|ом|ем|е)?";
const ALONE = "(?:кузьмич|фомич|лукич|никитич|саввич|ильич)(?:а|у|ом|ем|е)?";

/** Adjectives and nouns that end as a patronymic does. */
const noPatronymic =
  /^(?:царевн|королевн|основн|уголовн|духовн|верховн|церковн|условн|безусловн|дневн|ежедневн|душевн|плачевн|виновн|невиновн|ровн|кровн|толковн|готовн|чиновн|главн|давн|недавн|забавн|православн|славн|равн|подавн|личн|наличн|отличн|публичн|столичн|обычн|прилич|больничн|различн|вторичн|первичн|единичн|граничн|земляничн|яичн|пшеничн|клубничн|мельничн|полуничн|гостиничн|лестничн|розничн|деревн|евровн|жировн|шаровн|москович)/iu;

const NAMED_AFTER =
  /(?:ул|улиц\p{L}*|им|имени|пр|пр-т|проспект\p{L}*|пер|переул\p{L}*|площад\p{L}*|пл|бульвар\p{L}*|сквер\p{L}*|парк\p{L}*|набережн\p{L}*|памятник\p{L}*)\.?\s*$/iu;

/** Names of streets and institutions are no citizens' names. */
const isNoHonour = ({ input, index }: RegExpExecArray): boolean =>
  !NAMED_AFTER.test(input.slice(Math.max(0, index - 16), index));

/** What is named after somebody has the name in the second case: «имени Ивана Петровича». */
const SECOND_CASE = /(?:ича|[вч]ны)(?:\s|$)/iu;

const isName = (found: RegExpExecArray): boolean => {
  const last = found[0].trim().split(/\s+/).at(-1) ?? "";
  return !noPatronymic.test(last) && (!SECOND_CASE.test(found[0]) || isNoHonour(found));
};

const isKnownName = (found: RegExpExecArray): boolean =>
  firstNames.has((found[1] ?? "").toLowerCase().replaceAll("ё", "е")) && isName(found);

/** How a patronymic ends: most texts have no such word. */
const likePatronymic = new RegExp(
  `(?:[ыи]ч(?:а|у|ем|ом|е|и|ей|ам)?|(?:[оеё]в|ич|ав)н(?:а|ы|е|у|ой|ою))${NOT_BEFORE}`,
  "iu",
);
const likeInitials = new RegExp(`${CAPITAL}\\.\\s?${CAPITAL}\\.`, "u");

/** What people write before their own name. */
const INTRODUCTION =
  "[Сс] уважением|[Мм]еня з(?:овут|вать)|[Мм]о[её] имя|ФИО|Ф\\.И\\.О\\.|[Зз]аявитель(?:ница)?|[Пп]одпись";
const likeIntroduction = new RegExp(INTRODUCTION, "u");
/** A letter may be signed by more than one. */
const isNoBody = ([found]: RegExpExecArray): boolean =>
  !/^(?:Жител|Житель|Сосед|Собственник|Коллектив|Родител|Семья|Актив|Управляющ|Администрац|Директор|Председател|Совет)/u.test(
    found,
  );

/** Names with a patronymic, with initials, or after what introduces them. */
export const namePatterns: readonly PersonalPattern[] = [
  {
    kind: "name",
    like: likePatronymic,
    pattern: new RegExp(
      `${NOT_AFTER}(?:${SURNAME}\\s+)?(?:${CAPITAL}[а-яё]+\\s+)?(?:${CAPITAL}${PATRONYMIC}|${SHORT_PATRONYMIC})(?:\\s+(?:оглы|кызы))?(?:\\s+${SURNAME})?${NOT_BEFORE}`,
      "gu",
    ),
    holds: isName,
  },
  {
    kind: "name",
    like: likePatronymic,
    pattern: new RegExp(`${NOT_AFTER}([а-яё]+)\\s+(?:${PATRONYMIC}|${ALONE})${NOT_BEFORE}`, "giu"),
    holds: isKnownName,
  },
  {
    kind: "name",
    like: likeInitials,
    pattern: new RegExp(`${NOT_AFTER}${NAME}\\s+${CAPITAL}\\.\\s?${CAPITAL}\\.`, "gu"),
    holds: isNoHonour,
  },
  {
    kind: "name",
    like: likeInitials,
    pattern: new RegExp(`${NOT_AFTER}${CAPITAL}\\.\\s?${CAPITAL}\\.\\s?${NAME}`, "gu"),
    holds: isNoHonour,
  },
  {
    kind: "name",
    like: /оглы|кызы/,
    pattern: new RegExp(`${NOT_AFTER}(?:${NAME}\\s+){1,3}(?:оглы|кызы)${NOT_BEFORE}`, "gu"),
  },
  ...surnamePatterns,
  {
    kind: "name",
    like: likeIntroduction,
    pattern: new RegExp(
      `(?<=${NOT_AFTER}(?:${INTRODUCTION})[\\s,:—–-]{1,4})${NAME}(?:[ \\t]+${NAME}){0,2}${NOT_BEFORE}`,
      "gu",
    ),
    holds: isNoBody,
  },
];
