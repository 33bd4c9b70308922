import type * as z from "zod/mini";
import { Rejection } from "../domain/rejection.ts";

/** Where a value differs from its schema, as JSON pointers. Names fields and rules, never what they held. */
export const complaints = (error: z.core.$ZodError): readonly { readonly pointer: string; readonly detail: string }[] =>
  error.issues.map((issue) => ({
    pointer: issue.path.map((part) => `/${String(part)}`).join(""),
    detail: detailOf(issue),
  }));

const detailOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case "invalid_type":
      return `must be of type ${issue.expected}`;
    case "too_big":
      return `must be at most ${issue.maximum}`;
    case "too_small":
      return `must be at least ${issue.minimum}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return `must have the form ${issue.format}`;
    case "unrecognized_keys":
      return `has unknown fields: ${issue.keys.join(", ")}`;
    case "invalid_union":
      return issue.message === "Invalid input" ? "is not valid" : issue.message;
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
      return "is not valid";
    case "custom":
      return `is not valid: ${issue.message}`;
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
