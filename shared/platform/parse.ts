import type * as z from "zod/mini";
import { Rejection } from "../domain/signal/rejection.ts";

/** Where a value differs from its schema, as JSON pointers. Names fields and rules, never what they held. */
export const complaints = (error: z.core.$ZodError): readonly { readonly pointer: string; readonly detail: string }[] =>
  error.issues.map((issue) => ({
    pointer: issue.path.map((part) => `/${String(part)}`).join(""),
    detail: detailOf(issue),
  }));

/** What a value has to be, by the names that schemas give their kinds. */
const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
};

const formats: Readonly<Record<string, string>> = {
  datetime: "must be a moment with its zone, as 2026-03-02T09:00:00+03:00",
  date: "must be a day, as 2026-03-02",
  url: "must be an address, as https://example.org",
  email: "must be a mail address",
};

/** How much there may be of a value: letters of a text, entries of a list, or the number itself. */
const amount = (origin: string, limit: number | bigint): string => {
  if (origin === "string") return `have ${limit} characters`;
  return origin === "array" ? `have ${limit} entries` : `be ${limit}`;
};

const saidBySchema = (message: string): string => (message === "Invalid input" ? "is not valid" : message);

const detailOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "too_big":
      return `must ${amount(issue.origin, issue.maximum)} at most`;
    case "too_small":
      return issue.minimum === 1 && ["string", "array"].includes(issue.origin)
        ? "must not be empty"
        : `must ${amount(issue.origin, issue.minimum)} at least`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return formats[issue.format] ?? saidBySchema(issue.message);
    case "unrecognized_keys":
      return `has unknown fields: ${issue.keys.join(", ")}`;
    case "invalid_union":
    case "custom":
      return saidBySchema(issue.message);
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
      return "is not valid";
    default:
      return issue satisfies never;
  }
};

/** A parser of JSON messages of one schema; what does not fit is a Rejection, since no retry makes it fit. */
export const jsonParser =
  <Message>(schema: z.ZodMiniType<Message>) =>
  (text: string): Message => {
    const parsed = schema.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    const fields = complaints(parsed.error).map(({ pointer, detail }) => `${pointer || "the message"} ${detail}`);
    throw new Rejection(`The message was not understood: ${fields.join("; ")}.`);
  };

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Rejection("The message is not JSON.");
    throw error;
  }
};
