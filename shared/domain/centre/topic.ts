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

/** What a model of topics says, in the centre's own words. */
const topicModel = z.object({
  /** The topic that each label of the model is here. Labels that have none here say nothing. */
  topics: z.record(name, name),
  /** From this likelihood on a group is taken without asking, 0 to 1. Without it, as the model's card has it. */
  sureFrom: z.optional(z.number().check(z.gte(0), z.lte(1))),
});

/** A centre's taxonomy: groups of topics, and the topic of what fits nowhere. */
export const topics = z.object({
  groups: z.array(topicGroup).check(z.minLength(1)),
  fallback: name,
  /** Without it no model is asked: topics are told by their keywords alone. */
  model: z.optional(topicModel),
});
export type Topics = z.infer<typeof topics>;
