import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { type Problem, problemOf } from "../contracts/problem.ts";
import { jsonOf, tooDeep } from "./json.ts";

export type HttpAnswer = APIGatewayProxyStructuredResultV2;

/** The most that a webhook or a form may send, in bytes. */
export const LARGEST_BODY = 256 * 1024;

/** Deeper nesting than any message has. */
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
  if (tooDeep(text, DEEPEST)) return malformed(`The body nests deeper than ${DEEPEST} levels.`);
  const parsed = jsonOf(text);
  return parsed === undefined ? malformed("The body is not JSON.") : { kind: "read", ...parsed, text };
};

/** Reads the body's raw bytes as JSON, unless there are too many of them. */
export const readJsonBody = (event: WithBody): ReadBody => {
  const read = readBytes(event);
  return read.kind === "problem" ? read : readJson(read.bytes);
};
