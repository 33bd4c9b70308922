import type {
  AlertLine,
  DangerLine,
  DeadlineLine,
  DigestLine,
  ReplyDigestLine,
  ReplyLine,
} from "../contracts/notices.ts";

/** What people on duty read. Names, times and links only: an alert never carries a citizen's words. */
export interface AlertTexts {
  readonly locale: string;
  readonly stage: Readonly<Record<DeadlineLine["stage"], string>>;
  readonly clock: Readonly<Record<DeadlineLine["clock"], string>>;
  readonly danger: string;
  readonly reply: Readonly<Record<ReplyLine["outcome"], string>>;
  readonly way: Readonly<Record<"topic" | "mail" | "max" | "webhook", string>>;
  subject(count: number, worst: AlertLine["stage"]): string;
  line(alert: DeadlineLine, due: string, link: string): string;
  dangerLine(alert: DangerLine, opened: string, link: string): string;
  replyLine(alert: ReplyLine, failed: string, link: string): string;
  digestSubject(dueToday: number, late: number): string;
  readonly digest: {
    readonly dueToday: (count: number) => string;
    readonly late: (count: number) => string;
    readonly replies: (count: number) => string;
    readonly unsent: string;
  };
  digestLine(line: DigestLine, due: string, link: string): string;
  digestReplyLine(line: ReplyDigestLine, link: string): string;
  /** So many lines more than are shown. */
  more(count: number): string;
}

/** What is said of a further rung of an escalation. */
const rungOf = ({ rung }: DeadlineLine, word: string): string => (rung === undefined ? "" : `, ${word} ${rung}`);

/** What the worst of a notice is called at its head. */
const headOf = ({ danger, reply, stage }: AlertTexts, worst: AlertLine["stage"]): string => {
  if (worst === "danger") return danger;
  return worst === "reply-failed" ? reply.failed : stage[worst];
};

const placeOf = ({ topic, territory, authority }: Pick<DigestLine, "topic" | "territory" | "authority">): string =>
  [topic, ...(territory === undefined ? [] : [territory]), authority].join(" · ");

const ru: AlertTexts = {
  locale: "ru-RU",
  stage: {
    "warned-50": "прошла половина срока",
    "warned-75": "прошло три четверти срока",
    "warned-90": "срок почти вышел",
    breached: "срок вышел",
    escalated: "срок вышел, ответа всё ещё нет",
  },
  clock: { reaction: "первая реакция", answer: "ответ", final: "окончательный ответ", statutory: "ответ по закону" },
  way: { topic: "рассылка дежурным", mail: "почта", max: "MAX", webhook: "вебхук" },
  danger: "угроза жизни или здоровью",
  reply: { failed: "ответ не доставлен", unknown: "неизвестно, доставлен ли ответ" },
  subject: (count, worst) => `Отклик: ${headOf(ru, worst)}${count === 1 ? "" : ` — и ещё ${count - 1}`}`,
  line: (alert, due, link) =>
    `• ${ru.stage[alert.stage]}${rungOf(alert, "ступень")}: ${ru.clock[alert.clock]}, срок ${due}. ${placeOf(alert)}. ${link}${alert.late ? " (оповещение запоздало)" : ""}`,
  dangerLine: (alert, opened, link) => `• ${ru.danger}: сообщение от ${opened}. ${placeOf(alert)}. ${link}`,
  replyLine: (alert, failed, link) =>
    `• ${ru.reply[alert.outcome]}: ${alert.channel}, ${failed}. ${placeOf(alert)}. ${link}`,
  digestSubject: (dueToday, late) => `Отклик, сводка на утро: сегодня срок у ${dueToday}, просрочено ${late}`,
  digest: {
    dueToday: (count) => `Срок выходит сегодня: ${count}`,
    late: (count) => `Просрочено: ${count}`,
    replies: (count) => `Ответы ждут человека (не дошли, неизвестно, или их надо передать самим): ${count}`,
    unsent: "Не удалось оповестить об инцидентах (что делать: docs/runbook.md, notices-dead)",
  },
  digestLine: (line, due, link) => `• ${due}, ${ru.clock[line.clock]}. ${placeOf(line)}. ${link}`,
  digestReplyLine: (line, link) => `• ${placeOf(line)}. ${link}`,
  more: (count) => `… и ещё ${count}`,
};

const en: AlertTexts = {
  locale: "en-GB",
  stage: {
    "warned-50": "half of the time has passed",
    "warned-75": "three quarters of the time have passed",
    "warned-90": "the time is nearly up",
    breached: "the deadline has passed",
    escalated: "the deadline has passed and there is still no answer",
  },
  clock: { reaction: "first reaction", answer: "answer", final: "final answer", statutory: "answer by law" },
  way: { topic: "notification topic", mail: "mail", max: "MAX", webhook: "webhook" },
  danger: "life or health in danger",
  reply: { failed: "a reply was not delivered", unknown: "nobody knows whether a reply was delivered" },
  subject: (count, worst) => `Otklik: ${headOf(en, worst)}${count === 1 ? "" : `, and ${count - 1} more`}`,
  line: (alert, due, link) =>
    `• ${en.stage[alert.stage]}${rungOf(alert, "rung")}: ${en.clock[alert.clock]}, due ${due}. ${placeOf(alert)}. ${link}${alert.late ? " (this alert is late)" : ""}`,
  dangerLine: (alert, opened, link) => `• ${en.danger}: message of ${opened}. ${placeOf(alert)}. ${link}`,
  replyLine: (alert, failed, link) =>
    `• ${en.reply[alert.outcome]}: ${alert.channel}, ${failed}. ${placeOf(alert)}. ${link}`,
  digestSubject: (dueToday, late) => `Otklik, this morning: ${dueToday} due today, ${late} late`,
  digest: {
    dueToday: (count) => `Due today: ${count}`,
    late: (count) => `Late: ${count}`,
    replies: (count) => `Replies that wait for a person (not delivered, not known, or to be carried): ${count}`,
    unsent: "Nobody could be told of these incidents (what to do: docs/runbook.md, notices-dead)",
  },
  digestLine: (line, due, link) => `• ${due}, ${en.clock[line.clock]}. ${placeOf(line)}. ${link}`,
  digestReplyLine: (line, link) => `• ${placeOf(line)}. ${link}`,
  more: (count) => `… and ${count} more`,
};

export const alertTexts = { ru, en } as const;
