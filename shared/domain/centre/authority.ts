import * as z from "zod/mini";

const name = z.string().check(z.minLength(1));

const authorityKind = z.enum([
  "government",
  "ministry",
  "administration",
  "department",
  "inspectorate",
  "utility",
  "management-company",
  "waste-operator",
  "school",
  "hospital",
  "other",
]);

/** A body that answers. `parent` is the body it answers to. */
const authority = z.object({ id: name, name, parent: z.optional(name), kind: z.optional(authorityKind) });
export type Authority = z.infer<typeof authority>;

/** Whose it is: a rule without a condition applies to all; the most specific one wins, of equals the first. */
const rule = z.object({
  authority: name,
  group: z.optional(name),
  topic: z.optional(name),
  territory: z.optional(name),
  /** The last day on which it holds; without one for good. */
  until: z.optional(z.iso.date()),
});
export type AuthorityRule = z.infer<typeof rule>;

export const authorities = z.object({
  authorities: z.array(authority).check(z.minLength(1)),
  rules: z.array(rule),
  /** Who answers where no rule applies: never nobody. */
  fallback: name,
});
export type Authorities = z.infer<typeof authorities>;
