import * as z from "zod/mini";
import { instant } from "../time/instant.ts";

/** Time that does not count, because it is not the centre that is waited for. Without `to` it lasts. */
export const pause = z.object({ from: instant, to: z.optional(instant), why: z.string() });
export type Pause = z.infer<typeof pause>;
