import type { DeadlineEvent, DeadlineFacts } from "../../shared/contracts/events.ts";
import { type AlertTexts, alertTexts } from "../../shared/texts/alerts.ts";

/** One message to people on duty. */
export interface Notice {
  readonly subject: string;
  readonly text: string;
}

/** The worst first: what is overdue before what is at risk, the earliest deadline first. */
const rank: Readonly<Record<DeadlineEvent["detail-type"], number>> = {
  DeadlineEscalated: 0,
  DeadlineBreached: 1,
  DeadlineAtRisk: 2,
};

const dueText = (dueAt: string, zone: string): string =>
  new Intl.DateTimeFormat("ru-RU", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(new Date(dueAt));

/**
 * Puts many alerts of one centre into one message with a line for each: a hundred breaches in a minute are one
 * message, not a hundred.
 */
export const composeNotice = (
  alerts: readonly DeadlineEvent[],
  zone: string,
  texts: AlertTexts = alertTexts.ru,
): Notice => {
  const ordered = alerts.toSorted(
    (a, b) => rank[a["detail-type"]] - rank[b["detail-type"]] || a.detail.data.dueAt.localeCompare(b.detail.data.dueAt),
  );
  const worst = ordered[0]?.detail.data.stage ?? "";
  const line = (facts: DeadlineFacts) => texts.line(facts, dueText(facts.dueAt, zone));
  return {
    subject: texts.subject(alerts.length, texts.stage[worst] ?? worst),
    text: ordered.map(({ detail }) => line(detail.data)).join("\n"),
  };
};
