import { DAY } from "../../domain/instant.ts";
import { shapesAlike } from "./hashes.ts";
import { areaOf, isVague } from "./meanings.ts";
import type { Sketch } from "./sketch.ts";

const KILOMETRES_PER_DEGREE = 111.2;

const common = (one: readonly number[], other: readonly number[]): number => {
  let found = 0;
  for (const value of one) if (other.includes(value)) found += 1;
  return found;
};
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const when = (holds: boolean): number => (holds ? 1 : 0);

const kilometres = (one: Sketch, other: Sketch): number | undefined => {
  if (one.lat === undefined || one.lon === undefined || other.lat === undefined || other.lon === undefined)
    return undefined;
  const east = (one.lon - other.lon) * Math.cos(((one.lat + other.lat) * Math.PI) / 360);
  return Math.hypot(one.lat - other.lat, east) * KILOMETRES_PER_DEGREE;
};

export const featureNames = ["wordsJac","wordsCont","shape","things","areas","thingsJac","areasJac","noArea","oneEmpty","bothSides","oneSide","vague","vagueJac","vagueBoth","named","noName","namesMissing","numShared","noNumber","partShared","noPart","near","far","d","geo","days","long","place","placeAreas","placeThings","placeWords","placeBoth","elsewhere","unplacedThings","unplacedWords","minLen","allJac","namesUnshared","nearIdent"] as const;

export const featuresOf = (one: Sketch, other: Sketch): number[] => {
  const isName = (w: number) => one.names.includes(w) || other.names.includes(w);
  const onlyOne = one.words.filter((word) => !isName(word));
  const onlyOther = other.words.filter((word) => !isName(word));
  const words = common(onlyOne, onlyOther);
  const wordsJac = share(words, Math.max(3, onlyOne.length + onlyOther.length - words));
  const [t1, t2] = [one.meanings.filter((m) => !isVague(m)), other.meanings.filter((m) => !isVague(m))];
  const [u1, u2] = [one.meanings.filter(isVague), other.meanings.filter(isVague)];
  const [a1, a2] = [[...new Set(t1.map(areaOf))], [...new Set(t2.map(areaOf))]];
  const things = common(t1, t2);
  const areas = common(a1, a2);
  const vague = common(u1, u2);
  const thingsJac = share(things, t1.length + t2.length - things);
  const areasJac = share(areas, a1.length + a2.length - areas);
  const allNames = one.names.length + other.names.length;
  let named = 0;
  for (const n of one.names) if (other.words.includes(n) || other.names.includes(n)) named += 1;
  for (const n of other.names) if (one.words.includes(n) || one.names.includes(n)) named += 1;
  const numbers = common(one.numbers, other.numbers);
  const noNumber = one.numbers.length > 0 && other.numbers.length > 0 && numbers === 0;
  const parts = common(one.parts, other.parts);
  const noPart = one.parts.length > 0 && other.parts.length > 0 && parts === 0;
  const apart = kilometres(one, other);
  const days = Math.abs(one.at - other.at) / DAY;
  const noName = one.names.length > 0 && other.names.length > 0 && named === 0;
  const near = apart !== undefined && apart <= 0.1;
  const far = apart !== undefined && apart > 0.3;
  const place = near || (numbers > 0 && named > 0) ? 1 : named > 0 && !noNumber ? 0.6 : numbers > 0 ? 0.4 : 0;
  const elsewhere = noNumber || noName || (far && !(named > 0 && !noNumber));
  const bothSides = Math.min(a1.length - areas, a2.length - areas);
  return [
    wordsJac, share(words, Math.max(2, Math.min(onlyOne.length, onlyOther.length))), shapesAlike(one.shape, other.shape),
    things, areas, thingsJac, areasJac, when(a1.length > 0 && a2.length > 0 && areas === 0), when(a1.length === 0 || a2.length === 0), bothSides, Math.max(a1.length, a2.length) - areas,
    vague, share(vague, u1.length + u2.length - vague), Math.min(u1.length, u2.length) - vague,
    share(named, allNames), when(noName), when(allNames > 0 && named === 0),
    Math.min(numbers,2), when(noNumber), when(parts > 0), when(noPart),
    when(near), when(far), apart === undefined ? -1 : Math.log1p(apart * 10), when(apart !== undefined),
    Math.min(days, 14) / 14, when(days > 21), place, place * areasJac, place * thingsJac, place * wordsJac, place * bothSides, when(elsewhere), (1 - place) * thingsJac * when(!elsewhere), (1 - place) * wordsJac * when(!elsewhere),
    Math.min(onlyOne.length, onlyOther.length) / 10, share(words + 2 * things, onlyOne.length + onlyOther.length - words + 2 * (t1.length + t2.length - things)),
    allNames - named, when(things === t1.length && things === t2.length && things > 0),
  ];
};
