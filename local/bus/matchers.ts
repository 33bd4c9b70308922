import { BlockList, isIP } from "node:net";

/** A pattern that EventBridge would refuse too. */
export class InvalidPattern extends Error {
  override readonly name = "InvalidPattern";
  constructor(place: string, problem: string) {
    super(`event pattern: ${place} ${problem}`);
  }
}

export type Matcher =
  | { readonly kind: "absent" }
  | { readonly kind: "value"; readonly test: (value: unknown) => boolean };

type Test = (value: unknown) => boolean;

/** Compiles one element of a field's list: a value, or an object of one operator. */
export function compileMatcher(matcher: unknown, place: string): Matcher {
  if (typeof matcher !== "object" || matcher === null) return { kind: "value", test: exact(matcher, place) };
  const [operator, operand] = only(matcher, place);
  const inside = `${place}.${operator}`;
  if (operator === "exists") {
    if (typeof operand !== "boolean") throw new InvalidPattern(inside, "must be true or false");
    return operand ? { kind: "value", test: () => true } : { kind: "absent" };
  }
  return { kind: "value", test: compileOperator(operator, operand, inside) };
}

function compileOperator(operator: string, operand: unknown, place: string): Test {
  switch (operator) {
    case "prefix":
      return affix(operand, place, (value, part) => value.startsWith(part));
    case "suffix":
      return affix(operand, place, (value, part) => value.endsWith(part));
    case "equals-ignore-case": {
      const wanted = text(operand, place).toLowerCase();
      return onText((value) => value.toLowerCase() === wanted);
    }
    case "wildcard":
      return wildcard(text(operand, place), place);
    case "anything-but":
      return anythingBut(operand, place);
    case "numeric":
      return numeric(operand, place);
    case "cidr":
      return cidr(text(operand, place), place);
    default:
      throw new InvalidPattern(place, "is not an operator of event patterns");
  }
}

function only(matcher: object, place: string): [string, unknown] {
  const [entry, ...others] = Object.entries(matcher);
  if (entry === undefined || others.length > 0 || Array.isArray(matcher)) {
    throw new InvalidPattern(place, "must be a value or an object of one operator");
  }
  return entry;
}

function text(operand: unknown, place: string): string {
  if (typeof operand !== "string") throw new InvalidPattern(place, "must be a string");
  return operand;
}

const onText =
  (test: (value: string) => boolean): Test =>
  (value) =>
    typeof value === "string" && test(value);

function exact(wanted: unknown, place: string): Test {
  if (wanted === undefined) throw new InvalidPattern(place, "must be a value");
  return (value) => value === wanted;
}

function affix(operand: unknown, place: string, holds: (value: string, part: string) => boolean): Test {
  if (typeof operand === "string") return onText((value) => holds(value, operand));
  if (typeof operand !== "object" || operand === null) throw new InvalidPattern(place, "must be a string");
  const [operator, inner] = only(operand, place);
  if (operator !== "equals-ignore-case") throw new InvalidPattern(place, `does not take ${operator}`);
  const part = text(inner, `${place}.${operator}`).toLowerCase();
  return onText((value) => holds(value.toLowerCase(), part));
}

/** `*` stands for any run of characters; `\*` and `\\` for the characters themselves. */
function wildcard(pattern: string, place: string): Test {
  if (/(?<!\\)(?:\\\\)*\*\*/.test(pattern)) throw new InvalidPattern(place, "must not have two * in a row");
  let source = "";
  for (let index = 0; index < pattern.length; index += 1) {
    let character = pattern.charAt(index);
    if (character === "*") {
      source += ".*";
      continue;
    }
    if (character === "\\") {
      index += 1;
      character = pattern.charAt(index);
      if (character !== "*" && character !== "\\") throw new InvalidPattern(place, "may escape only * and \\");
    }
    source += character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  }
  const expression = new RegExp(`^${source}$`, "s");
  return onText((value) => expression.test(value));
}

function anythingBut(operand: unknown, place: string): Test {
  const excluded = Array.isArray(operand)
    ? operand.map((item: unknown, index) => scalar(item, `${place}[${index}]`))
    : typeof operand === "object" && operand !== null
      ? anyOf(operand, place)
      : [scalar(operand, place)];
  if (excluded.length === 0) throw new InvalidPattern(place, "must not be empty");
  return (value) => !excluded.some((test) => test(value));
}

function scalar(item: unknown, place: string): Test {
  if (typeof item !== "string" && typeof item !== "number") {
    throw new InvalidPattern(
      place,
      "takes strings and numbers, or one of prefix, suffix, equals-ignore-case, wildcard",
    );
  }
  return (value) => value === item;
}

function anyOf(operand: object, place: string): Test[] {
  const [operator, inner] = only(operand, place);
  if (!["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(operator)) {
    throw new InvalidPattern(place, `does not take ${operator}`);
  }
  const parts: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
  return parts.map((part) => compileOperator(operator, part, `${place}.${operator}`));
}

function numeric(operand: unknown, place: string): Test {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new InvalidPattern(place, "must be a comparison and a number, once or twice");
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    tests.push(comparison(operand[index], operand[index + 1], place));
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function comparison(sign: unknown, bound: unknown, place: string): (value: number) => boolean {
  if (typeof bound !== "number") throw new InvalidPattern(place, "compares with numbers");
  switch (sign) {
    case "=":
      return (value) => value === bound;
    case "<":
      return (value) => value < bound;
    case "<=":
      return (value) => value <= bound;
    case ">":
      return (value) => value > bound;
    case ">=":
      return (value) => value >= bound;
    default:
      throw new InvalidPattern(place, "compares with =, <, <=, > or >=");
  }
}

function cidr(block: string, place: string): Test {
  const [address = "", length = ""] = block.split("/");
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  const bits = Number(length);
  if (isIP(address) === 0 || !/^\d{1,3}$/.test(length) || bits > (family === "ipv4" ? 32 : 128)) {
    throw new InvalidPattern(place, "must be an address block as 10.0.0.0/24");
  }
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  return onText((value) => {
    const version = isIP(value);
    return version !== 0 && list.check(value, version === 4 ? "ipv4" : "ipv6");
  });
}
