import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Problem, problemOf } from "../contracts/problem.ts";
import { readBytes } from "./http.ts";
import { storableText } from "./json.ts";

/** The fields of a form, or what is wrong with it. */
export type ReadForm =
  | { readonly kind: "read"; readonly fields: URLSearchParams }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Whether what is percent-encoded is text as well; a percent sign that encodes nothing stands for itself. */
const isUtf8Encoded = (text: string): boolean => {
  try {
    for (const [run] of text.matchAll(/(?:%[0-9a-f]{2})+/gi)) decodeURIComponent(run);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
};

const NOT_UTF8: ReadForm = { kind: "problem", problem: problemOf("malformed", "The body is not valid UTF-8.") };

/** Reads a request's body as the fields of a form (`application/x-www-form-urlencoded`): size, then UTF-8. */
export const readFormBody = (event: Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded">): ReadForm => {
  const read = readBytes(event);
  if (read.kind === "problem") return read;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(read.bytes);
  } catch (error) {
    if (error instanceof TypeError) return NOT_UTF8;
    throw error;
  }
  if (!isUtf8Encoded(text)) return NOT_UTF8;
  const fields = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(text)) fields.append(name, storableText(value));
  return { kind: "read", fields };
};
