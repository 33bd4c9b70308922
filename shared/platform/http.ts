import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { type Problem, problemOf } from "../contracts/problem.ts";

export type HttpAnswer = APIGatewayProxyStructuredResultV2;

/** The most that a webhook or a form may send, in bytes. */
export const LARGEST_BODY = 256 * 1024;

/** Deeper nesting than any message has; a recursive reader further on must not be brought down by it. */
const DEEPEST = 32;

export const jsonAnswer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  statusCode: status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(body),
});

export const textAnswer = (text: string): HttpAnswer => ({
  statusCode: 200,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: text,
});

export const problemAnswer = (problem: Problem): HttpAnswer => ({
  statusCode: problem.status,
  headers: { "content-type": "application/problem+json; charset=utf-8" },
  body: JSON.stringify(problem),
});

/** A request's JSON, or what is wrong with it. */
export type ReadBody =
  | { readonly kind: "read"; readonly json: unknown; readonly text: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/** A request's raw bytes, or that they are too many. */
type BodyBytes =
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "problem"; readonly problem: Problem };

type WithBody = Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded">;

const malformed = (detail: string): ReadBody => ({ kind: "problem", problem: problemOf("malformed", detail) });

/** Whether brackets nest deeper than allowed, counted outside of strings without parsing. */
const tooDeep = (text: string): boolean => {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "\\" && quoted) index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "{" || character === "[")) depth += 1;
    else if (!quoted && (character === "}" || character === "]")) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
};

/**
 * Half a character, which no table keeps, and the two that Unicode says are none, which no queue takes (SQS, SendMessage),
 * become the sign for a character that was lost.
 */
export const storableText = (text: string): string => text.toWellFormed().replace(/[\uFFFE\uFFFF]/g, "\uFFFD");

/** A whole number too big to be held exactly stays as it is written: text. */
const storable = (_: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value === "string") return storableText(value);
  if (typeof value !== "number" || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  const { source = "" } = context ?? {};
  return /^-?\d+$/.test(source) ? source : value;
};

/** The body as it came: its size is looked at, and nothing of what it says. */
export const readBytes = (event: WithBody): BodyBytes => {
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  return bytes.length > LARGEST_BODY
    ? { kind: "problem", problem: problemOf("too-large", `A body may have ${LARGEST_BODY} bytes at most.`) }
    : { kind: "bytes", bytes };
};

/** Reads raw bytes as JSON: UTF-8, then depth, then syntax. */
export const readJson = (bytes: Buffer): ReadBody => {
  if (bytes.length === 0) return malformed("The body is empty; JSON is expected.");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return malformed("The body is not valid UTF-8.");
    throw error;
  }
  if (tooDeep(text)) return malformed(`The body nests deeper than ${DEEPEST} levels.`);
  try {
    return { kind: "read", json: JSON.parse(text, storable), text };
  } catch (error) {
    if (error instanceof SyntaxError) return malformed("The body is not JSON.");
    throw error;
  }
};

/** Reads the body's raw bytes as JSON, unless there are too many of them. */
export const readJsonBody = (event: WithBody): ReadBody => {
  const read = readBytes(event);
  return read.kind === "problem" ? read : readJson(read.bytes);
};
