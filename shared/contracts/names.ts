import { FIFO_ENDING } from "./queues.ts";

/** Physical names that people, commands and partners rely on. */
export const names = {
  bus: "otklik",
  eventSource: "otklik",
  table: "otklik-incidents",
  /** Who citizens are, by pseudonym. */
  identities: "otklik-identities",
  secret: "otklik/secrets",
  /** Deadlines at risk and missed: for the centre's people on duty. */
  dutyTopic: "otklik-duty",
  /** Lets through replies that a person has to see to. */
  failedReplyRule: "otklik-replies-failed",
  /** Alarms of the installation: for those who run it. */
  operatorsTopic: "otklik-operators",
  queues: {
    signals: "otklik-signals",
    due: "otklik-due",
    alerts: "otklik-alerts",
    /** Of these only what cannot wait until more has come. */
    dangers: "otklik-dangers",
    recompute: "otklik-recompute",
    replies: "otklik-replies.fifo",
    noticesTopic: "otklik-notices-topic",
    noticesMail: "otklik-notices-mail",
    noticesMax: "otklik-notices-max",
    noticesWebhook: "otklik-notices-webhook",
  },
  /** The rule that tells people on duty of somebody in danger. */
  dangerRule: "otklik-danger",
  dashboards: { supervisor: "otklik-supervisor", operations: "otklik-operations" },
} as const;

/** The physical name of a function, from the name of its folder. */
export const functionName = (folder: string): string => `otklik-${folder}`;

/** The physical name of the queue that keeps what could not be worked off: of a FIFO queue, one as well. */
export const deadLetterName = (queueName: string): string =>
  queueName.endsWith(FIFO_ENDING)
    ? `${queueName.slice(0, -FIFO_ENDING.length)}-dead${FIFO_ENDING}`
    : `${queueName}-dead`;
