import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Problem, problemOf } from "../contracts/problem.ts";
import { readBytes, storableText } from "./http.ts";

/** The fields of a form, or what is wrong with it. */
export type ReadForm =
  | { readonly kind: "read"; readonly fields: URLSearchParams }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Reads a request's body as the fields of a form (`application/x-www-form-urlencoded`): size, then UTF-8. */
export const readFormBody = (event: Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded">): ReadForm => {
  const read = readBytes(event);
  if (read.kind === "problem") return read;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(read.bytes);
  } catch (error) {
    if (error instanceof TypeError)
      return { kind: "problem", problem: problemOf("malformed", "The body is not valid UTF-8.") };
    throw error;
  }
  const fields = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(text)) fields.append(name, storableText(value));
  return { kind: "read", fields };
};
