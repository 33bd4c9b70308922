import type { HttpAnswer } from "./function-response.ts";

export interface FieldError {
  /** The field's name in the body or the query. */
  readonly field: string;
  readonly detail: string;
}

/** An error as RFC 9457 writes it, naming the fields it is about. */
export function problem(status: number, title: string, detail: string, errors: readonly FieldError[] = []): HttpAnswer {
  return {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    body: JSON.stringify({ type: "about:blank", title, status, detail, ...(errors.length > 0 && { errors }) }),
  };
}

export const notFound = (path: string): HttpAnswer => problem(404, "Not found", `Nothing is at ${path}.`);
