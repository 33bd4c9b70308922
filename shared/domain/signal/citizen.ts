import * as z from "zod/mini";
import { author } from "./signal.ts";

/** Who a citizen is, as one channel knows them: sealed in the identities. */
export const citizen = z.extend(author, {
  centre: z.string(),
  channel: z.string(),
  /** The community, chat or partner they wrote through. */
  source: z.string(),
});
export type Citizen = z.infer<typeof citizen>;
