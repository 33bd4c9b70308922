import * as z from "zod/mini";

/** What is wrong with a request, in the form of RFC 9457. `errors` names each field by its JSON pointer. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))),
});
export type Problem = z.infer<typeof problem>;

const titles = {
  malformed: [400, "The request could not be read"],
  unauthorized: [401, "The secret or key is wrong or missing"],
  forbidden: [403, "This role may not do that"],
  "not-found": [404, "There is nothing at this address"],
  conflict: [409, "The incident's state does not allow that"],
  "changed-meanwhile": [412, "The incident has changed meanwhile"],
  "too-large": [413, "The request is too large"],
  "key-reused": [422, "The idempotency key came with another body before"],
  "version-required": [428, "The version of the incident is missing"],
  unavailable: [503, "The request could not be kept safely just now"],
} as const;

export type ProblemName = keyof typeof titles;

/** A problem by its name, with what is particular to this request. */
export const problemOf = (name: ProblemName, detail?: string, errors?: Problem["errors"]): Problem => {
  const [status, title] = titles[name];
  return {
    type: `urn:otklik:problem:${name}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
  };
};
