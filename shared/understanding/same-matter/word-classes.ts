const beginWith = (list: string): readonly string[] => list.split(" ");

const TYPES_OF_PLACE = new Set(
  (
    "ул улица улице улицы улицу проспект проспекте проспекта пр просп переулок переулке пер площадь площади бульвар " +
    "бульваре шоссе набережная набережной дом дома дому доме домом домами домов строение строении д корпус корп квартира квартире кв школа школы " +
    "школе школу поликлиника поликлиники поликлинике маршрут маршрута маршруте автобус автобуса маршрутка маршрутки " +
    "маршрутке подъезд подъезде подъезда подъезды остановка остановке остановки поселок поселка поселке село селе села " +
    "деревня деревне микрорайон микрорайоне микрорайона мкр район районе района снт садоводство двор дворе двора корпуса корпусе " +
    "аптека аптеки аптеке аптекой магазин магазина магазине рынок рынка рынком сад садик сада парк парке парка номер"
  ).split(" "),
);

export const isTypeOfPlace = (word: string): boolean => TYPES_OF_PLACE.has(word);

const COMMON = new Set(
  (
    "и в во не на я с со что а по как но он она они к у из за от так же мы до вы о об то это эта этот эти для бы был было " +
    "были быть есть или уже при еще нет да ли если когда где кто почему сколько куда наш наша наше наши нашем ваш весь " +
    "вся все всё всю всех тот та те мой моя один одна одно два три раз раза день дня дней дни неделя неделю недели " +
    "месяц месяца месяцев год года лет сегодня вчера завтра утром вечером ночью днем вечера утра ночи сутки суток час " +
    "часа часов минут просим прошу просьба сделайте сделали примите уберите очень просто сам сама над под перед возле " +
    "около напротив рядом между там тут здесь вот ни нам вам нас вас их его ее ему им чтобы только опять снова также " +
    "можно нельзя надо нужно никто ничего никак никаких весной летом зимой осенью вообще совсем наконец который которая " +
    "хотя после пока потом теперь сейчас давно вечно каждый каждое каждую второй вторую третий третью люди людей " +
    "человек жители ребенок дети детей стоит говорят обещали начала прошлым прошлого целая целую свои себя какой какая " +
    "вдоль вокруг через вместо ближе дальше часть части целое целый стала стал стали стало вечерами вечерам всем всей всего " +
    "своего своей своем своему нашей нашего нашему нашу нами вами вашей вашего вашем вашу моего моей моем одной одного " +
    "одном четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать двадцать " +
    "тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто двести триста имени стороны адресу тоже первый первая первое первом первого второго второй третьего " +
    "третьей пятой пятого будет будут почти сильно пешком этой этом этого этому самой самого каждой каждом каждого " +
    "добрый доброго доброе здравствуйте уважаемый уважаемая уважаемое уважаемые нормально неоднократно кроме пор сих " +
    "гост госта госту госте санпин санпина санпину снип снипа снипу коап " +
    "бывшей бывший соседний соседнем соседнего соседние соседних соседняя соседней обычной вдвоем"
  ).split(" "),
);

/** Words that say nothing of a matter. */
export const isCommon = (word: string): boolean => COMMON.has(word);

/** Beginnings of what may be said of anything: «Огромная яма» begins with no name. */
const DESCRIBING = beginWith(
  "огромн сильн неприятн неизвестн последн тяжел деревянн общественн ужасн постоянн очередн ежедневн жутк многочисленн " +
    "местн убог глубок непонятн полн пуст част соседн ближайш следующ бывш уличн картонн прав лев верхн нижн стар нов главн крайн задн",
);

/** Endings that verbs have and names of places seldom. */
const OF_VERBS = /(?:..[аеуюия]т|[йдз]ти|[аеио]ли|[аи]ла|[аи]ло|[еи]м|ть|тся|ться|лся|лась|лись|ись)$/;

export const describes = (word: string): boolean => DESCRIBING.some((beginning) => word.startsWith(beginning));

export const isLikeVerb = (word: string): boolean => OF_VERBS.test(word);

const COUNTED = beginWith(
  "градус вольт минут рубл процент сантим секунд недел месяц тысяч этаж пенсионер лампоч подпис обращени литр килом тонн класс",
);
/** Others begin as what is said of a house does: «Чехова 3, разбита дорога», «частный дом», «деньги», «фонарь не горит». */
const COUNTED_FORMS = new Set(
  (
    "раз раза день дня дней лет год года годов году час часа часов метр метра метров штук штуки человек людей машин машины утра вечера " +
    "ночи суток домов квартир семей семьи смен смены смену групп группы группу звонка звонков заявки заявок контейнера контейнеров фонаря фонарей " +
    "столба столбов собаки собак кошки кошек балла баллов детей января февраля марта апреля мая июня июля августа сентября " +
    "октября ноября декабря подъездов подъездах"
  ).split(" "),
);
/** A house may be called by its number and its flat: «12 квартира 5». */
const FLATS = new Set("кв квартира квартире квартиры квартиру".split(" "));

/** Whether a number before the word is an amount: «15 градусов». */
export const counts = (word: string): boolean =>
  COUNTED.some((beginning) => word.startsWith(beginning)) || COUNTED_FORMS.has(word) || UNITS.has(word);

/** Whether a number after the word is one within a house: of a flat, of a floor, of a class. */
export const isInsideHouse = (word: string | undefined): boolean =>
  word !== undefined && (FLATS.has(word) || word.startsWith("класс") || word.startsWith("этаж"));

const UNITS = new Set("р руб см мм м км кг г гр т тр тыс млн".split(" "));

const FROM = new Set("с со до от к ко после".split(" "));
/** Whether a number after the word may be a day: «с 31-го». */
export const isFrom = (word: string | undefined): boolean => word !== undefined && FROM.has(word);
/** Whether an ordinal after the word may be one of a house by itself: «на Попова в четвертом». */
export const isWithin = (word: string | undefined): boolean => word === "в" || word === "во";
const AS_PLACE = /[ое]м$/;
export const endsAsPlace = (word: string): boolean => AS_PLACE.test(word);

const UNTIL = new Set(["до", "по"]);
/** Whether two numbers that the word joins are a span of time: «с 7 до 9». */
export const isUntil = (word: string | undefined): boolean => word !== undefined && UNTIL.has(word);

const EMERGENCY = new Set("112 101 102 103 104 122 01 02 03 04 05".split(" "));
export const isEmergencyNumber = (number: string): boolean => EMERGENCY.has(number);
const CALLED = new Set("в на по через".split(" "));
/** Whether a number after the word may be one that is called: «звоним 103», «звонили в 112». */
export const mayBeCalled = (word: string | undefined): boolean =>
  word !== undefined && (CALLED.has(word) || word.startsWith("звон") || word.startsWith("набра"));

/** Words after or before which a number is that of an entrance or a floor, and not of a house. */
export const isPartOfHouse = (word: string): boolean => word.startsWith("подъезд");

/** Whether a number after the word may be told as it is counted: «подъезд номер два», «подъезд два», «дом один». */
export const hasNumber = (word: string | undefined): boolean =>
  word !== undefined && (NUMBER.has(word) || isPartOfHouse(word));

const NUMBER = new Set(["номер", "дом", "доме", "дома"]);

/** What people write for an entrance before its number: «под. 3». */
export const isEntrance = (word: string | undefined): boolean => word === "под" || word === "п" || word === "пд";

/** `12`, `12а`: longer numbers are years, telephones and accounts. */
export const isObjectNumber = (word: string): boolean => /^\d{1,3}[а-я]?$/.test(word);

/** Whether a number after the word is an amount: «плюс 15». */
export const isSign = (word: string | undefined): boolean => word === "плюс" || word === "минус";
