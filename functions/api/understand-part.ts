import type { Centre } from "../../shared/domain/centre/centre.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { signalKind } from "../../shared/domain/signal/signal.ts";
import type { Understanding } from "../../shared/domain/signal/understanding.ts";
import { assignAuthority } from "../../shared/understanding/authority.ts";
import { guessTopic } from "../../shared/understanding/topic/known-topics.ts";
import { urgencyOf } from "../../shared/understanding/urgency/urgency-of.ts";
import { readText } from "../../shared/understanding/words/read-text.ts";

/**
 * What a part of an incident's message is about: what the centre's keywords tell of it, else what the whole is about. It is
 * where the whole is.
 */
export const understandPart = (incident: Incident, text: string | undefined, centre: Centre): Understanding => {
  const { group, topic, territory, authority, urgent, cell, signal } = incident;
  const kind = signalKind.safeParse(incident.kind).data ?? "problem";
  const whole = { kind, group, topic, territory, authority, urgent, understood: {}, cell };
  if (text === undefined) return whole;
  const { words, normal } = readText(text);
  const told = guessTopic(normal, centre.topics);
  if (told.words === undefined || told.topic === topic) return whole;
  const found = urgencyOf(words, new Date(signal.receivedAt).getUTCMonth() + 1, centre.urgency);
  return {
    ...whole,
    group: told.group,
    topic: told.topic,
    authority: assignAuthority(told, territory, centre, signal.receivedAt),
    urgent: told.urgent || found.urgent,
    understood: {
      told: { topic: told.topic, words: [...told.words] },
      ...(found.by.length === 0 ? {} : { urgentBy: [...found.by] }),
      ...(found.danger ? { danger: true } : {}),
    },
  };
};
