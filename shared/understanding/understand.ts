import type { Centre } from "../domain/centre/centre.ts";
import { reachOf, resonanceRule } from "../domain/incident/resonance.ts";
import { isAnswered, type KeptSignal } from "../domain/signal/signal.ts";
import type { Understanding } from "../domain/signal/understanding.ts";
import { assignAuthority } from "./authority.ts";
import { type DangerLikelihood, orLikelyDanger } from "./urgency/likely-danger.ts";
import { isNothingSaid, kindOf } from "./kind.ts";
import { languageOf } from "./language.ts";
import { whereIs } from "./place/where.ts";
import type { LikelyTopics } from "./topic/likely-topics.ts";
import { topicOf } from "./topic/topic-of.ts";
import { type Urgent, urgencyOf } from "./urgency/urgency-of.ts";
import { readText } from "./words/read-text.ts";

const CALM: Urgent = { urgent: false, danger: false, by: [] };

/** What was learned from messages, as far as it is there: without it the centre's words and rules alone say. */
export interface Learned {
  readonly likely?: LikelyTopics | undefined;
  readonly dangerOf?: DangerLikelihood | undefined;
}

/**
 * Takes a signal for something, by its words, its place, the centre's data and what was learned. Calls nothing outside itself.
 * `read` is the signal's text.
 */
export const understand = (
  signal: Pick<KeptSignal, "text" | "place" | "page" | "topic" | "receivedAt" | "reach" | "attachments" | "part">,
  centre: Centre,
  { likely, dangerOf }: Learned = {},
  read = readText(signal.text),
): Understanding => {
  const { text, words } = read;
  const { group, topic, urgent, suggestions, told } = topicOf(signal.topic, read, centre.topics, likely);
  const { territory, where } = whereIs(signal, read, centre);
  const authority = assignAuthority({ topic, group }, territory, centre, signal.receivedAt);
  const language = languageOf(text);
  const kind = isNothingSaid(signal, words) ? "spam" : kindOf(text, words);
  const month = new Date(signal.receivedAt).getUTCMonth() + 1;
  const found = isAnswered(kind)
    ? orLikelyDanger(urgencyOf(words, month, centre.urgency), words, centre.urgency, dangerOf)
    : CALM;
  const resonant = isAnswered(kind) ? resonanceRule({ reporters: 1, reach: reachOf(signal) }, centre.urgency) : [];
  const urgentBy = [...found.by, ...resonant];
  const understood = {
    ...(language === "ru" ? {} : { language }),
    ...(urgentBy.length === 0 ? {} : { urgentBy }),
    ...(found.danger ? { danger: true } : {}),
    ...(suggestions === undefined ? {} : { suggestions: [...suggestions] }),
    ...(told === undefined ? {} : { told }),
    ...(where === undefined ? {} : { where }),
  };
  return {
    kind,
    group,
    topic,
    territory,
    authority,
    urgent: urgent || found.urgent || resonant.length > 0,
    understood,
  };
};
