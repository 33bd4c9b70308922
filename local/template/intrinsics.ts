import * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";
import { describe, type Place, within } from "./place.ts";

/** What the names in a template stand for. Each throws a StartFailure that names the place when it does not know. */
export interface Names {
  ref(logicalId: string, at: Place): unknown;
  attribute(logicalId: string, attribute: string, at: Place): unknown;
  stackOutput(stackName: string, outputName: string, at: Place): unknown;
  exported(name: string, at: Place): unknown;
  condition(name: string, at: Place): boolean;
  mapping(map: string, first: string, second: string, at: Place): unknown;
}

/** What `AWS::NoValue` resolves to: the property or the list's element is left out. */
export const noValue = Symbol("AWS::NoValue");

/** Resolves every intrinsic function in a value. One that is not known is a StartFailure that names its place. */
export function resolveIntrinsics(value: unknown, names: Names, at: Place): unknown {
  if (Array.isArray(value)) {
    return value
      .map((element, index) => resolveIntrinsics(element, names, within(at, index)))
      .filter((element) => element !== noValue);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && isIntrinsic(only[0])) {
    return call(only[0], only[1], names, within(at, only[0]));
  }
  return Object.fromEntries(
    entries
      .map(([key, inner]) => [key, resolveIntrinsics(inner, names, within(at, key))] as const)
      .filter(([, inner]) => inner !== noValue),
  );
}

const isIntrinsic = (key: string) => key === "Ref" || key.startsWith("Fn::");

const pair = <First, Second>(first: z.ZodMiniType<First>, second: z.ZodMiniType<Second>) => z.tuple([first, second]);
const text = z.string();
const list = z.array(z.unknown());
const number = z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number))]);
const scalars = z.array(z.union([z.string(), z.number(), z.boolean()]));
const substitution = z.union([
  z.pipe(
    text,
    z.transform((only) => [only, {}] as const),
  ),
  pair(text, z.record(text, z.unknown())),
]);
const attributePath = z.union([
  pair(text, text),
  z.pipe(
    text,
    z.transform((dotted) => splitOnce(dotted, ".")),
  ),
]);
const getStackOutput = z.strictObject({ StackName: text, OutputName: text, Region: z.optional(text) });

function call(name: string, argument: unknown, names: Names, at: Place): unknown {
  const resolved = () => resolveIntrinsics(argument, names, at);
  switch (name) {
    case "Ref":
      return names.ref(take(argument, text, at), at);
    case "Fn::GetAtt": {
      const [logicalId, attribute] = take(resolved(), attributePath, at);
      return names.attribute(logicalId, attribute, at);
    }
    case "Fn::Join": {
      const [separator, parts] = take(resolved(), pair(text, scalars), at);
      return parts.join(separator);
    }
    case "Fn::Select": {
      const [index, options] = take(resolved(), pair(number, list), at);
      if (index >= options.length) throw unusable(at, `selects element ${index} of ${options.length}`);
      return options[index];
    }
    case "Fn::Split": {
      const [separator, whole] = take(resolved(), pair(text, text), at);
      return whole.split(separator);
    }
    case "Fn::Sub": {
      const [pattern, local] = take(resolved(), substitution, at);
      return substitute(pattern, local, names, at);
    }
    case "Fn::If": {
      const [condition, whenTrue, whenFalse] = take(argument, z.tuple([text, z.unknown(), z.unknown()]), at);
      return resolveIntrinsics(names.condition(condition, at) ? whenTrue : whenFalse, names, at);
    }
    case "Fn::GetStackOutput": {
      const { StackName, OutputName } = take(resolved(), getStackOutput, at);
      return names.stackOutput(StackName, OutputName, at);
    }
    case "Fn::ImportValue":
      return names.exported(take(resolved(), text, at), at);
    case "Fn::FindInMap": {
      const [map, first, second] = take(resolved(), z.tuple([text, text, text]), at);
      return names.mapping(map, first, second, at);
    }
    default:
      throw new StartFailure(`${describe(at)}: the one-machine edition does not know the function ${name}.`);
  }
}

/** `${Name}`, `${Name.Attribute}`, `${local}`; `${!literal}` stands for `${literal}`. */
function substitute(pattern: string, local: Readonly<Record<string, unknown>>, names: Names, at: Place): string {
  return pattern.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    const trimmed = name.trim();
    if (Object.hasOwn(local, trimmed)) return String(take(local[trimmed], z.union([text, z.number()]), at));
    const [logicalId, attribute] = splitOnce(trimmed, ".");
    const value = attribute === "" ? names.ref(trimmed, at) : names.attribute(logicalId, attribute, at);
    return String(take(value, z.union([text, z.number()]), at));
  });
}

function splitOnce(whole: string, separator: string): readonly [string, string] {
  const at = whole.indexOf(separator);
  return at === -1 ? [whole, ""] : [whole.slice(0, at), whole.slice(at + separator.length)];
}

/** Evaluates an expression of the Conditions section. */
export function evaluateCondition(expression: unknown, names: Names, at: Place): boolean {
  const parsed = take(expression, z.record(text, z.unknown()), at);
  const [only, ...rest] = Object.entries(parsed);
  if (only === undefined || rest.length > 0) throw unusable(at, "is not one condition function");
  const [name, argument] = only;
  const inner = within(at, name);
  const all = () => take(argument, list, inner).map((one) => evaluateCondition(one, names, inner));
  switch (name) {
    case "Condition":
      return names.condition(take(argument, text, inner), inner);
    case "Fn::Equals": {
      const [left, right] = take(resolveIntrinsics(argument, names, inner), pair(z.unknown(), z.unknown()), inner);
      return String(left) === String(right);
    }
    case "Fn::And":
      return all().every(Boolean);
    case "Fn::Or":
      return all().some(Boolean);
    case "Fn::Not":
      return !all().some(Boolean);
    default:
      throw new StartFailure(`${describe(inner)}: the one-machine edition does not know the condition ${name}.`);
  }
}

function take<T>(value: unknown, schema: z.ZodMiniType<T>, at: Place): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw unusable(at, `takes another argument than ${JSON.stringify(value)}`);
}

const unusable = (at: Place, why: string) => new StartFailure(`${describe(at)} ${why}.`);
