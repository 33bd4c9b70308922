import * as z from "zod/mini";
import { placeName } from "./text.ts";

const name = z.string().check(z.minLength(1));

/** A gazetteer of a centre: names in their first case, and the territory that each lies in. */
export const places = z.object({
  settlements: z._default(
    z.array(
      z.object({
        name: placeName,
        territory: name,
        /** A word of the language too: counts beside «село», «город», or with a capital letter after «в». */
        common: z.optional(z.boolean()),
      }),
    ),
    [],
  ),
  streets: z._default(
    z.array(
      z.object({
        name: placeName,
        /** «улица» when it is left out. */
        type: z.optional(name),
        /** Absent for a street of several territories. */
        territory: z.optional(name),
      }),
    ),
    [],
  ),
});
export type Places = z.infer<typeof places>;
