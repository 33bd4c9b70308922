import type { HttpAnswer } from "./http-answer.ts";

export interface FieldError {
  /** JSON pointer to the field in the body; in the query it begins with `/query`. */
  readonly pointer: string;
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

/** The same answer with further headers. */
export const withHeaders = (answer: HttpAnswer, headers: Readonly<Record<string, string>>): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

export const notFound = (path: string): HttpAnswer => problem(404, "Not found", `Nothing is at ${path}.`);

export const internalError: HttpAnswer = problem(
  500,
  "Something went wrong here",
  "The log of the edition says more. Send it again in a moment.",
);
