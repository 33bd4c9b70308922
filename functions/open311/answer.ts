import type { HttpAnswer } from "../../shared/platform/http.ts";
import { type Document, jsonOf, xmlOf } from "./document.ts";

export type Format = "xml" | "json";

/** What is said, in neither form yet. */
export type Answer = { readonly kind: "document"; readonly document: Document } | Fault;

/** What is wrong, with the HTTP status that GeoReport v2 gives it. */
export interface Fault {
  readonly kind: "fault";
  readonly status: number;
  readonly descriptions: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

export const faultOf = (status: number, ...descriptions: readonly string[]): Fault => ({
  kind: "fault",
  status,
  descriptions,
});

export const documentOf = (root: string, value: Document["value"]): Answer => ({
  kind: "document",
  document: { root, value },
});

const contentTypes: Readonly<Record<Format, string>> = {
  xml: "text/xml; charset=utf-8",
  json: "application/json; charset=utf-8",
};

const errorsOf = ({ status, descriptions }: Fault): Document => ({
  root: "errors",
  value: descriptions.map((description) => ({ code: status, description })),
});

/** Says it in the form that was asked for. Anybody's page may read it, since anybody may. */
export const rendered = (answer: Answer, format: Format): HttpAnswer => {
  const document = answer.kind === "fault" ? errorsOf(answer) : answer.document;
  return {
    statusCode: answer.kind === "fault" ? answer.status : 200,
    headers: {
      "content-type": contentTypes[format],
      "access-control-allow-origin": "*",
      "cache-control": "no-store",
      ...(answer.kind === "fault" ? answer.headers : {}),
    },
    body: format === "xml" ? xmlOf(document) : jsonOf(document),
  };
};
