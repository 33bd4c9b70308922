/** What a word says of whether something is as it should be, each a bit. */
/** That it is, whatever stands beside it: «исправно». */
export const SOUND = 1;
/** That it is, where the word ends what is said: «лёд отличный», but «отличный лёд нужен». */
export const SOUND_AT_END = 2;
/** That it is or was done, where something else is set against it: «инсулин дали, а полосок нет». */
export const DONE = 4;
/** That it is not, or that somebody asks for it or whether it is. */
export const DENIES = 8;
/** That what follows is set against what was said: «а», «но». */
export const TURNS = 16;
/** That what is said with it is set against something else: «хотя», «вроде». */
export const SETS_AGAINST = 32;

const wordsIn = (list: string): ReadonlySet<string> => new Set(list.split(" "));
const beginningsIn = (list: string): readonly string[] => list.split(" ");

const sound = wordsIn("исправно исправен исправна исправны нормально норм вовремя отлично хорошо чисто");
const soundAtEnd = wordsIn(
  "нормальный нормальная нормальное нормальные отличный отличная отличное отличные хорош хорошая хороший хорошие хорошее " +
    "чист чистый чистая чистое чистые порядке",
);
const done = wordsIn(
  "есть работает работают горит горят идет идут ходит ходят ездит ездят дали дают дал включили вывозят вывезли вывозит " +
    "открыт залит чистят моют выдали выдают привезли",
);
const doneBeginnings = beginningsIn(
  "поставил починил сделал убрал почистил отремонтир заменил поменял покрасил открыл залил построил установил провел положил помыл",
);
const denies = wordsIn(
  "не нет нету ни без нельзя никто ничего никак никогда никаких нечем некому негде некуда " +
    "прошу просим просьба когда почему зачем кто где дайте или чтобы если будет обещали обещал графику только лишь еле бы",
);
const IMPERATIVE = /(?:[аеиуя]йте|ите)$/;
const turns = wordsIn("а но зато однако да");
const setsAgainst = wordsIn("а но зато однако да хотя хоть вроде");

/** Of a word in lower case. */
export const ofOrder = (word: string): number =>
  (sound.has(word) ? SOUND : 0) |
  (soundAtEnd.has(word) ? SOUND_AT_END : 0) |
  (done.has(word) || doneBeginnings.some((beginning) => word.startsWith(beginning)) ? DONE : 0) |
  (denies.has(word) || IMPERATIVE.test(word) ? DENIES : 0) |
  (turns.has(word) ? TURNS : 0) |
  (setsAgainst.has(word) ? SETS_AGAINST : 0);
