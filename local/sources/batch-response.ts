import * as z from "zod/mini";

/** What a function's answer says of the batch it was given. */
export type BatchVerdict =
  | { readonly kind: "all-done" }
  | { readonly kind: "all-failed"; readonly reason: string }
  | { readonly kind: "some-failed"; readonly identifiers: ReadonlySet<string> };

const PartialResponse = z.object({
  batchItemFailures: z.optional(z.nullable(z.array(z.object({ itemIdentifier: z.string().check(z.minLength(1)) })))),
});

/**
 * Reads a partial batch response as Lambda does: nothing, or an empty list, is success; a list of another shape, or an
 * identifier that is not of the batch, fails the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function readBatchResponse(answer: unknown, known: readonly string[]): BatchVerdict {
  if (answer === undefined || answer === null || answer === "") return { kind: "all-done" };
  const parsed = PartialResponse.safeParse(answer);
  if (!parsed.success) return { kind: "all-failed", reason: "the answer is not a partial batch response" };
  const identifiers = new Set((parsed.data.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
  if (identifiers.size === 0) return { kind: "all-done" };
  const stranger = [...identifiers].find((identifier) => !known.includes(identifier));
  if (stranger !== undefined)
    return { kind: "all-failed", reason: `the answer names ${stranger}, which was not in the batch` };
  return { kind: "some-failed", identifiers };
}
