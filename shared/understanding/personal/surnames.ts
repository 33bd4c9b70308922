import type { PersonalPattern } from "./kind.ts";

const NOT_AFTER = "(?<![\\p{L}\\p{N}])";
const NOT_BEFORE = "(?![\\p{L}\\p{N}])";
const CAPITAL = "[А-ЯЁ]";

/** With a capital letter, beside a name or after what says that a citizen follows. */
export const SURNAME = `${CAPITAL}[а-яё]*(?:ов|ев|ёв|ин|ын|ск|цк|ко|ук|юк|як|ян|их|ых|ер|ис|ич|ль|йн|дзе|швили)(?:а|у|ым|е|ой|ий|ого|ому|им|ом|ая|ую|ые|ых|ы|ю|ем|ём|я)?`;

const PLAIN = [
  "[оеё]в(?:а|у|ой|ым|ая|ую|ого|ому)?",
  "ск(?:ий|ая|ого|ому|ой|ую)",
  "(?:ин|цын)(?:а|у|ой|ым)?",
  "енко",
].join("|");
/** Where nobody minds capital letters, or all are capital. */
const ANY_CASE = `[а-яё]{2,30}(?:${PLAIN})|[А-ЯЁ]{2,30}(?:${PLAIN.toUpperCase()}|УК|ЮК|ЯН|ИЧ)`;

const words = (list: string): string => list.trim().replace(/\s+/g, "|");
const CASE = "(?:а|у|ой|ы|е|ом|ым)?";
const ADJECTIVE = "(?:ая|ой|ую|ого|ому|ым)";
const isOv = words(`
готов здоров таков каков суров нов голов слов дров основ вдов коров покров кров улов отлов зов вызов позов кузов подков
столов деревьев дерев гнев очевидцев хозяев обогрев подогрев`);
const many = words(`
дом час год раз метр месяц случа работник сотрудник специалист жильц терапевт педагог инвалид пенсионер участник
собственник пациент депутат родител школьник подъезд документ вопрос ответ внук сын брать владельц отц колодц медик пристав
педиатр доктор директор родственник ученик студент чиновник ветеран дворник кондуктор оператор продавц дольщик должник
выпускник дачник комментари договор автобус`);
const adjectives = words(`
участк двор дом придом общедом внутридом газ угл план внеплан страх налог стол торг быт труд масс финанс ряд перед дел толк
кадр поселк посёлк прав итог почт пут курс час мир цех одинак груз легк игр раз сот голос цифр тип бед н здор гот тупик
парк лед асфальт тепл пить кра лиц дол цел сет луч душ среднедуш нул ливн внутридвор шаг круг грунт`);
const places = words(`
город дет сель медицин юридиче полити рус россий москов совет ленин сосед жен муж материн отцов граждан деревен октябрь
завод люд посел посёл депутат директор учитель пролетар комсомоль май пионер студенче хозяй диспетчер ураль полицей водитель губернатор зем человече коля пропи`);
const isIn = words(`
один един машин автомашин причин женщин мужчин половин картин медицин вакцин карантин магазин господин хозяин гражданин
бензин инсулин витамин админ скрин блин логин ужин обочин кабин трещин выбоин скважин тишин холодин середин ширин спин глин
толщин глубин длин ржавчин резин корзин величин вершин дисциплин окраин ангин долин плотин раковин старин витрин украин
татарин армянин крестьянин общин годин пружин древесин свинин турбин кувшин апельсин мамин бабушкин дедушкин тётин тетин
дядин сестрин дочкин ин кин скин покин`);
/** Words that end as surnames do and stand beside names. */
const ordinary = new RegExp(
  `^(?:(?:${isOv}|${isIn})${CASE}|снова|занова|слева|наполовину|(?:${many})[оеё]в|(?:${adjectives})[ое]в${ADJECTIVE}|(?:(?:${places})|\\p{L}+иче)ск(?:ий|ая|ого|ому|ой|ую)|(?:у|по)?(?:виде|смотре|сиде|уме|успе|хоте)в)$`,
  "iu",
);

/** A street, and a house of it: «у [имя] луговая 5». */
const STREET_AFTER = /^,?\s*(?:\d|д(?:ом)?\.?\s*\d|ул)/iu;
const STREET_BEFORE = /(?:ул|улиц\p{L}*|пер|переул\p{L}*|пр|пр-т|проспект\p{L}*|пл|площад\p{L}*)\.?\s*$/iu;
const ofStreet = /(?:ая|ой|ую|ий|ого|ому|а)$/iu;

const isSurname = ({ 0: found, input, index }: RegExpExecArray): boolean => {
  const word = found.replace("[имя]", "").trim();
  if (ordinary.test(word)) return false;
  if (!ofStreet.test(word)) return true;
  const end = index + found.length;
  return (
    !(found.startsWith("[") && STREET_AFTER.test(input.slice(end, end + 12))) &&
    !(found.endsWith("]") && STREET_BEFORE.test(input.slice(Math.max(0, index - 12), index)))
  );
};

/** Who is one of the citizens. Doctors, headmasters and deputies are named for what they do, and keep their surnames. */
const CITIZEN =
  "гражданин\\p{L}{0,2}|гражданк\\p{L}{1,2}|гр(?:\\.|-н\\p{L}{0,2}|-к\\p{L}{1,2})|сосед(?:а|у|ом|и|ей|ям|ями|к[аеиу]|кой)?";
const likeCitizen =
  /(?:[Гг]р(?:\.|-[нк]\p{L}{0,2}|ажданк\p{L}{1,2}|ажданин\p{L}{0,2})|[Сс]осед\p{L}{0,3}|ГР(?:\.|-[НК]|АЖДАН)\p{L}{0,4}|СОСЕД\p{L}{0,3})\s{1,2}[А-ЯЁ]/u;
/** «Гражданка России», «сосед Липецкой области». */
const NO_CITIZEN =
  /^(?:росси|украин|армени|грузи|казахстан|узбекистан|таджикистан|киргиз|белорус|беларус|азербайджан)|^\p{L}+(?:ск|цк)(?:а|у|е|ом)?(?!\p{L})|^\p{L}+\s+(?:област|район|федерац|республик|кра[йя])/iu;

const capital = new RegExp(`^(?:${SURNAME}|[А-ЯЁ]{2,}(?:${PLAIN.toUpperCase()}))$`, "u");
const isCitizen = ({ 0: found, input, index }: RegExpExecArray): boolean =>
  capital.test(found) && !ordinary.test(found) && !NO_CITIZEN.test(input.slice(index, index + found.length + 12));

/** Surnames beside a name that is masked, and alone after what says that a citizen follows. */
export const surnamePatterns: readonly PersonalPattern[] = [
  { kind: "name", sign: "[имя]", pattern: new RegExp(`${NOT_AFTER}${CAPITAL}[а-яё]+-\\[имя\\]`, "gu") },
  {
    kind: "name",
    sign: "[имя]",
    pattern: new RegExp(`${NOT_AFTER}(?:${ANY_CASE})\\s+\\[имя\\]`, "gu"),
    holds: isSurname,
  },
  {
    kind: "name",
    sign: "[имя]",
    pattern: new RegExp(`\\[имя\\]\\s+(?:${ANY_CASE})${NOT_BEFORE}`, "gu"),
    holds: isSurname,
  },
  {
    kind: "name",
    like: likeCitizen,
    pattern: new RegExp(`(?<=${NOT_AFTER}(?:${CITIZEN})\\s{1,2})[а-яё]{3,30}${NOT_BEFORE}`, "giu"),
    holds: isCitizen,
  },
];
