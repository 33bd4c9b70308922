/** Numbers that are written as words. */

const ORDINALS: Readonly<Record<string, string>> = {
  перв: "1",
  втор: "2",
  треть: "3",
  трет: "3",
  четверт: "4",
  пят: "5",
  шест: "6",
  седьм: "7",
  восьм: "8",
  девят: "9",
  десят: "10",
  одиннадцат: "11",
  двенадцат: "12",
  тринадцат: "13",
  четырнадцат: "14",
  пятнадцат: "15",
  шестнадцат: "16",
  семнадцат: "17",
  восемнадцат: "18",
  девятнадцат: "19",
  двадцат: "20",
  тридцат: "30",
  сороков: "40",
  пятидесят: "50",
  шестидесят: "60",
  семидесят: "70",
  восьмидесят: "80",
  девяност: "90",
  сот: "100",
};

const TENS: ReadonlyMap<string, number> = new Map([
  ["двадцать", 20],
  ["тридцать", 30],
  ["сорок", 40],
  ["пятьдесят", 50],
  ["шестьдесят", 60],
  ["семьдесят", 70],
  ["восемьдесят", 80],
  ["девяносто", 90],
]);

const ORDINAL_ENDING = /^(ый|ий|ой|ая|ое|ого|ому|ом|ую|ые|ых|его|ему|ем|ей|е|ю|я|и|им|ым|их)$/;
/** What people call a route: «пятёрка» is 5. */
const ROUTE_ENDING = /^к(а|и|у|ой|е)$/;
const ROUTES: Readonly<Record<string, string>> = {
  двой: "2",
  трой: "3",
  четвер: "4",
  пятер: "5",
  шестер: "6",
  семер: "7",
  восьмер: "8",
  девят: "9",
  десят: "10",
  двадцат: "20",
};

const HUNDREDS: ReadonlyMap<string, number> = new Map([
  ["сто", 100],
  ["двести", 200],
  ["триста", 300],
  ["четыреста", 400],
  ["пятьсот", 500],
]);

const CARDINALS: ReadonlyMap<string, string> = new Map([
  ["один", "1"],
  ["одна", "1"],
  ["два", "2"],
  ["две", "2"],
  ["три", "3"],
  ["четыре", "4"],
  ["пять", "5"],
  ["шесть", "6"],
  ["семь", "7"],
  ["восемь", "8"],
  ["девять", "9"],
  ["десять", "10"],
  ["одиннадцать", "11"],
  ["двенадцать", "12"],
]);

/** Whether it is what people call a route: «пятёрка». */
export const isNickname = (word: string): boolean =>
  Object.keys(ROUTES).some(
    (beginning) => word.startsWith(beginning) && ROUTE_ENDING.test(word.slice(beginning.length)),
  );

/** The number that an ordinal of one word stands for: «десятом» is 10, «пятёрка» 5. */
export const ordinal = (word: string): string | undefined => {
  for (const [beginning, number] of Object.entries(ORDINALS))
    if (word.startsWith(beginning) && ORDINAL_ENDING.test(word.slice(beginning.length))) return number;
  for (const [beginning, number] of Object.entries(ROUTES))
    if (word.startsWith(beginning) && ROUTE_ENDING.test(word.slice(beginning.length))) return number;
  return undefined;
};

/** The number that a word counts to: «два» is 2. */
export const cardinal = (word: string): string | undefined => CARDINALS.get(word);

export const isTens = (word: string | undefined): boolean => word !== undefined && TENS.has(word);

/** With the tens and the hundreds before it: «двадцать пятый» is 25, «сто двадцать пятый» 125. */
export const withTens = (hundreds: string | undefined, tens: string | undefined, number: string): string => {
  const units = Number(number);
  const byTens = tens === undefined || units > 9 ? 0 : (TENS.get(tens) ?? 0);
  const before = byTens === 0 ? tens : hundreds;
  const byHundreds = before === undefined || units + byTens > 99 ? 0 : (HUNDREDS.get(before) ?? 0);
  return String(units + byTens + byHundreds);
};
