import * as z from "zod/mini";
import { keyword } from "./text.ts";

const name = z.string().check(z.minLength(1));

const territory = z.object({
  id: name,
  name,
  /** Code of the municipality in the state classifier, where known. */
  oktmo: z.optional(name),
  /** Beginnings of the words by which people call it. */
  keywords: z.array(keyword),
  lat: z.optional(z.number()),
  lon: z.optional(z.number()),
});

export const territories = z.object({ territories: z.array(territory).check(z.minLength(1)), fallback: name });
export type Territories = z.infer<typeof territories>;
