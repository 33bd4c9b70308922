import * as z from "zod/mini";
import { keyword } from "./text.ts";

const name = z.string().check(z.minLength(1));

const topic = z.object({
  id: name,
  name,
  /** Beginnings of words that speak for this topic: `отопл` finds «отопление» and «отопления». */
  keywords: z.array(keyword),
  /** Danger to life or health: answered under the urgent norm. */
  urgent: z.optional(z.boolean()),
});

const topicGroup = z.object({ id: name, name, topics: z.array(topic).check(z.minLength(1)) });

/** A centre's taxonomy: groups of topics, and the topic of what fits nowhere. */
export const topics = z.object({ groups: z.array(topicGroup).check(z.minLength(1)), fallback: name });
export type Topics = z.infer<typeof topics>;
