import * as z from "zod/mini";
import type { Topics } from "./topic.ts";

const name = z.string().check(z.minLength(1), z.maxLength(200));
/** What stands in a form's field `attribute[code]`. */
const code = z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,64}$/));

const listed = z.array(z.strictObject({ key: name, name })).check(z.minLength(1));

/** One more thing that is asked of who reports. */
const attribute = z
  .strictObject({
    code,
    datatype: z.enum(["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]),
    required: z._default(z.boolean(), false),
    /** False: it is not answered, it only tells something. */
    variable: z._default(z.boolean(), true),
    description: name,
    datatypeDescription: z.optional(name),
    /** What may be chosen, of a list. */
    values: z.optional(listed),
  })
  .check(
    z.refine(
      ({ datatype, values }) => datatype.endsWith("list") === (values !== undefined),
      "A list names its values, and nothing else does.",
    ),
  );
export type Attribute = z.infer<typeof attribute>;

/** What a centre lets applications of other makers report (Open311). */
export const services = z.strictObject({
  /** The topics that are offered; all of them when the list is left out. */
  offered: z.optional(
    z.array(
      z.strictObject({ topic: name, description: z.optional(name), attributes: z._default(z.array(attribute), []) }),
    ),
  ),
  /** Whom developers ask about the interface, and about a key to it; the centre's name when left out. */
  contact: z.optional(name),
  keyService: z.optional(name),
  /** A message of the same words under the same key counts as a repeat for so many minutes. */
  repeatMinutes: z._default(z.int().check(z.gte(0), z.lte(1_440)), 10),
});
export type Services = z.infer<typeof services>;

/** What a centre that says nothing offers: everything, without further questions. */
export const usualServices: Services = { repeatMinutes: 10 };

/** Something that can be reported: a topic, with what is asked about it. */
export interface Service {
  readonly topic: Topics["groups"][number]["topics"][number];
  readonly group: string;
  readonly description?: string | undefined;
  readonly attributes: readonly Attribute[];
}

/** What a centre offers, in the order of its taxonomy. */
export const offeredServices = ({ groups }: Topics, { offered }: Services): readonly Service[] =>
  groups.flatMap((group) =>
    group.topics.flatMap((topic): Service[] => {
      if (offered === undefined) return [{ topic, group: group.name, attributes: [] }];
      const found = offered.find((each) => each.topic === topic.id);
      if (found === undefined) return [];
      return [{ topic, group: group.name, description: found.description, attributes: found.attributes }];
    }),
  );
