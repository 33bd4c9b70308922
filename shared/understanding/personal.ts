import { type PersonalKind, type PersonalPattern } from "./personal-kind.ts";
import { namePatterns } from "./personal-names.ts";
import { numberPatterns } from "./personal-numbers.ts";

/** What stands in the place of it. */
const masks: Readonly<Record<PersonalKind, string>> = {
  phone: "[телефон]",
  mail: "[почта]",
  name: "[имя]",
  document: "[документ]",
  card: "[карта]",
  flat: "[квартира]",
  plate: "[номер машины]",
  profile: "[профиль]",
};

export interface PersonalPart {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
}

const patterns = [...numberPatterns, ...namePatterns];

const present = (text: string): ReadonlySet<PersonalPattern["needs"]> =>
  new Set<PersonalPattern["needs"]>([
    "letter",
    ...(/\d/.test(text) ? (["digit"] as const) : []),
    ...(text.includes("@") ? (["@"] as const) : []),
    ...(text.includes(".") ? (["."] as const) : []),
    ...(/собака |[([]at/i.test(text) ? (["at"] as const) : []),
    ...(text.includes("оглы") || text.includes("кызы") ? (["оглы"] as const) : []),
    ...(text.includes(masks.name) ? (["[имя]"] as const) : []),
  ]);

/** What of a text names a person or leads to one, in its order. Where two overlap, the first kind of the list stands. */
export const findPersonal = (text: string): readonly PersonalPart[] => {
  const has = present(text);
  const found: PersonalPart[] = [];
  for (const { kind, pattern, needs, holds } of patterns) {
    if (!has.has(needs)) continue;
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      if (holds === undefined || holds(match)) found.push({ kind, start, end });
    }
  }
  return found.toSorted((one, other) => one.start - other.start);
};

/**
 * A text without what names a person or leads to one: `[телефон]` stands in its place. Once more it changes nothing: what
 * comes to light when its neighbour is masked is masked as well.
 */
export const maskPersonal = (text: string): string => {
  let masked = text;
  for (;;) {
    const found = findPersonal(masked);
    if (found.length === 0) return masked;
    let next = "";
    let at = 0;
    for (const { kind, start, end } of found) {
      next += masked.slice(at, start) + masks[kind];
      at = end;
    }
    masked = next + masked.slice(at);
  }
};
