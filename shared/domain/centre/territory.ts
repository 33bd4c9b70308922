import * as z from "zod/mini";
import { keyword, placeName } from "./text.ts";

const name = z.string().check(z.minLength(1));

const territory = z.object({
  id: name,
  name,
  /** The territory that it is a part of. */
  parent: z.optional(name),
  /** Code of the municipality in the state classifier, where known. */
  oktmo: z.optional(name),
  /** Its names, in the first case: «Усмань» is found in «в Усмани» as well. */
  names: z._default(z.array(placeName), []),
  /** Names that are words of the language too: they count beside «город», «село», or with a capital letter after «в». */
  commonNames: z._default(z.array(placeName), []),
  /** Beginnings of the words by which people call it. */
  keywords: z._default(z.array(keyword), []),
  /** Official pages that write for it, as channels name them. */
  pages: z._default(z.array(name), []),
  lat: z.optional(z.number()),
  lon: z.optional(z.number()),
});

export const territories = z.object({ territories: z.array(territory).check(z.minLength(1)), fallback: name });
export type Territories = z.infer<typeof territories>;
