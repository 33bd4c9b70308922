import type { DeadlineEvent } from "../contracts/events.ts";

/** What people on duty read. Names and links only: an alert never carries a citizen's words. */
export interface AlertTexts {
  readonly stage: Readonly<Record<string, string>>;
  readonly clock: Readonly<Record<string, string>>;
  subject(count: number, worst: string): string;
  line(facts: DeadlineEvent["detail"]["data"], due: string): string;
}

const ru: AlertTexts = {
  stage: {
    "warned-50": "прошла половина срока",
    "warned-75": "прошло три четверти срока",
    "warned-90": "срок почти вышел",
    breached: "срок вышел",
    escalated: "срок вышел, ответа всё ещё нет",
  },
  clock: { reaction: "первая реакция", answer: "ответ", final: "окончательный ответ", statutory: "ответ по закону" },
  subject: (count, worst) => (count === 1 ? `Отклик: ${worst}` : `Отклик: ${worst} — и ещё ${count - 1}`),
  line: (facts, due) =>
    `• ${ru.stage[facts.stage] ?? facts.stage}: ${ru.clock[facts.clock] ?? facts.clock}, срок ${due}, исполнитель ${facts.authority}, тема ${facts.topic}, инцидент ${facts.incidentId}${facts.late ? " (оповещение запоздало)" : ""}`,
};

const en: AlertTexts = {
  stage: {
    "warned-50": "half of the time has passed",
    "warned-75": "three quarters of the time have passed",
    "warned-90": "the time is nearly up",
    breached: "the deadline has passed",
    escalated: "the deadline has passed and there is still no answer",
  },
  clock: { reaction: "first reaction", answer: "answer", final: "final answer", statutory: "answer by law" },
  subject: (count, worst) => (count === 1 ? `Otklik: ${worst}` : `Otklik: ${worst}, and ${count - 1} more`),
  line: (facts, due) =>
    `• ${en.stage[facts.stage] ?? facts.stage}: ${en.clock[facts.clock] ?? facts.clock}, due ${due}, authority ${facts.authority}, topic ${facts.topic}, incident ${facts.incidentId}${facts.late ? " (this alert is late)" : ""}`,
};

export const alertTexts = { ru, en } as const;
