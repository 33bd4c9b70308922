import * as z from "zod/mini";
import type { Attribute } from "../../shared/domain/centre/services.ts";

/** What was answered to a service's questions, as people read it, and what is wrong with the answers. */
interface Answers {
  readonly lines: readonly string[];
  readonly wrong: readonly string[];
}

/** Longer than any answer to one question. */
const LONGEST = 1_000;

const datetime = z.iso.datetime({ offset: true });
const number = /^[+-]?\d{1,15}(?:[.,]\d{1,15})?$/;

const wrongWith = ({ code, datatype, values }: Attribute, given: readonly string[]): string | undefined => {
  const about = `attribute[${code}]`;
  if (given.some((value) => value.length > LONGEST)) return `${about} may have ${LONGEST} characters at most.`;
  if (datatype !== "multivaluelist" && given.length > 1) return `${about} takes one value.`;
  switch (datatype) {
    case "string":
    case "text":
      return undefined;
    case "number":
      return given.every((value) => number.test(value)) ? undefined : `${about} must be a number.`;
    case "datetime":
      return given.every((value) => datetime.safeParse(value).success)
        ? undefined
        : `${about} must be a moment with a zone, as 2010-01-01T00:00:00Z.`;
    case "singlevaluelist":
    case "multivaluelist": {
      const keys = (values ?? []).map(({ key }) => key);
      return given.every((value) => keys.includes(value)) ? undefined : `${about} must be one of ${keys.join(", ")}.`;
    }
    default:
      return datatype satisfies never;
  }
};

const lineOf = ({ description, values = [] }: Attribute, given: readonly string[]): string => {
  const read = given.map((value) => values.find(({ key }) => key === value)?.name ?? value);
  return `${description}: ${read.join(", ")}`;
};

/** Reads `attribute[code]=value`, and `attribute[code][]=value` once or more. What the service does not ask is passed over. */
export const readAttributes = (fields: URLSearchParams, attributes: readonly Attribute[]): Answers => {
  const lines: string[] = [];
  const wrong: string[] = [];
  for (const attribute of attributes.filter(({ variable }) => variable)) {
    const name = `attribute[${attribute.code}]`;
    const given = [...fields.getAll(name), ...fields.getAll(`${name}[]`)].map((each) => each.trim());
    const answered = given.filter((each) => each !== "");
    if (answered.length === 0) {
      if (attribute.required) wrong.push(`${name} was not provided.`);
      continue;
    }
    const fault = wrongWith(attribute, answered);
    if (fault === undefined) lines.push(lineOf(attribute, answered));
    else wrong.push(fault);
  }
  return { lines, wrong };
};
