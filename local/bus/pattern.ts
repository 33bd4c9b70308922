import { compileMatcher, InvalidPattern, type Matcher } from "./matchers.ts";

type Test = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Compiles an EventBridge event pattern, as rules and Lambda's event filters write it. Objects inside an array of the
 * event are matched whole: the fields of a nested pattern must hold in one and the same element.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws InvalidPattern naming the place in the pattern
 */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  return compileObject(pattern, "pattern");
}

function compileObject(pattern: unknown, place: string): Test {
  if (!isRecord(pattern)) throw new InvalidPattern(place, "must be an object");
  const fields = Object.entries(pattern);
  if (fields.length === 0 && place !== "pattern") throw new InvalidPattern(place, "must not be empty");
  const tests = fields.map(([name, rule]) => {
    const inside = `${place}.${name}`;
    return name === "$or" && Array.isArray(rule) ? compileAlternatives(rule, inside) : compileField(name, rule, inside);
  });
  return (value) => tests.every((test) => test(value));
}

function compileAlternatives(alternatives: readonly unknown[], place: string): Test {
  if (alternatives.length < 2) throw new InvalidPattern(place, "needs two alternatives at least");
  const tests = alternatives.map((alternative, index) => compileObject(alternative, `${place}[${index}]`));
  return (value) => tests.some((test) => test(value));
}

function compileField(name: string, rule: unknown, place: string): Test {
  const field = (value: unknown): unknown => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  if (Array.isArray(rule)) {
    if (rule.length === 0) throw new InvalidPattern(place, "must not be an empty array");
    const matchers = rule.map((matcher: unknown, index) => compileMatcher(matcher, `${place}[${index}]`));
    return (value) => matchesAny(matchers, leaves(field(value)));
  }
  const nested = compileObject(rule, place);
  return (value) => elements(field(value)).some((element) => nested(element));
}

function matchesAny(matchers: readonly Matcher[], values: readonly unknown[]): boolean {
  return matchers.some((matcher) =>
    matcher.kind === "absent" ? values.length === 0 : values.some((value) => matcher.test(value)),
  );
}

/** The values of a field that a pattern can speak of: arrays opened, objects left out. */
function leaves(value: unknown): readonly unknown[] {
  if (value === undefined || isRecord(value)) return [];
  return Array.isArray(value) ? value.flatMap(leaves) : [value];
}

/** What a nested pattern is held against: each element of an array, else the value itself. */
function elements(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  return value.length === 0 ? [undefined] : value.flatMap(elements);
}
