import type { FunctionName } from "./environment.ts";

/** CloudWatch namespace of everything the product counts. */
export const METRICS_NAMESPACE = "Otklik";

/** Every metric the product emits: written by the functions, read by dashboards and alarms. */
export const Metric = {
  /** Signals accepted onto the queue. */
  SignalAccepted: "SignalAccepted",
  /** Webhook calls and form posts turned away: bad secret, malformed, too large. */
  SignalRefused: "SignalRefused",
  /** Verified messages that were not understood; each is kept as a rejection. */
  SignalRejected: "SignalRejected",
  /** Verified messages that are acknowledged and not signals: the page's own posts and replies, unknown types. */
  SignalIgnored: "SignalIgnored",
  /** Deletions and restorations of messages accepted onto the queue. */
  ExistenceAccepted: "ExistenceAccepted",
  /** Warnings of a platform in a verified call, as of a version that it will not answer for long. */
  ChannelWarning: "ChannelWarning",
  /** Webhook calls that a platform says it has sent before. */
  CallRepeated: "CallRepeated",
  /** Signals that no webhook had brought, found by asking: the gap. */
  SignalMissed: "SignalMissed",
  /** Sources that could not be asked, or are left alone for a while because they could not. */
  SourceUncollected: "SourceUncollected",
  /** Webhooks that were found off and switched on again. */
  WebhookSwitchedOn: "WebhookSwitchedOn",
  /** Webhooks that were found off, and that a person has to see to. */
  WebhookOff: "WebhookOff",
  IncidentOpened: "IncidentOpened",
  /** Signals that joined an incident instead of opening one. */
  SignalJoined: "SignalJoined",
  /** Copies of a signal that was registered before. */
  SignalRepeated: "SignalRepeated",
  /** Seconds from the moment a signal was received to its registration. */
  RegistrationDelay: "RegistrationDelay",
  /** Transitions of clocks that a sweep put on the due queue. */
  StageDue: "StageDue",
  /** Stages claimed: warnings. */
  DeadlineAtRisk: "DeadlineAtRisk",
  DeadlineBreached: "DeadlineBreached",
  DeadlineEscalated: "DeadlineEscalated",
  /** Seconds between the moment of a stage and its claim. */
  StageLateness: "StageLateness",
  /** 100 for an answer in time, 0 for a late one: the average is the share in per cent. */
  AnswerInTime: "AnswerInTime",
  IncidentClosed: "IncidentClosed",
  EventPublished: "EventPublished",
  /** Alerts handed to the ways that people are told by. */
  AlertDelivered: "AlertDelivered",
  /** Messages sent to people on duty. */
  NoticeSent: "NoticeSent",
  /** Tries to send one that failed and will be repeated. */
  NoticeDelayed: "NoticeDelayed",
  /** Replies that have reached a citizen by themselves. */
  ReplySent: "ReplySent",
  /** Replies that a person has to see to: failed, perhaps sent, or not for a machine to send. */
  ReplyFailed: "ReplyFailed",
  /** Tries to send a reply that were put off. */
  ReplyDelayed: "ReplyDelayed",
  /** Messages put among the dead letters with their reason. */
  DeadLetter: "DeadLetter",
  /** Deadlines that another norm or calendar of the centre has moved. */
  DeadlineMoved: "DeadlineMoved",
  /** Days until the end of the calendar that reaches least far of all centres'. */
  CalendarDaysLeft: "CalendarDaysLeft",
} as const;

export type MetricName = (typeof Metric)[keyof typeof Metric];

/** Which functions emit a metric. Powertools writes the function's folder into the dimension `service`. */
export const metricOwners: Readonly<Record<MetricName, readonly FunctionName[]>> = {
  SignalAccepted: ["intake", "form", "open311"],
  SignalRefused: ["intake", "form", "open311"],
  SignalRejected: ["intake", "collect"],
  SignalIgnored: ["intake", "register"],
  ExistenceAccepted: ["intake", "collect"],
  ChannelWarning: ["intake"],
  CallRepeated: ["intake"],
  SignalMissed: ["collect"],
  SourceUncollected: ["collect"],
  WebhookSwitchedOn: ["collect"],
  WebhookOff: ["collect"],
  IncidentOpened: ["register"],
  SignalJoined: ["register"],
  SignalRepeated: ["register"],
  RegistrationDelay: ["register"],
  StageDue: ["watch"],
  DeadlineAtRisk: ["claim"],
  DeadlineBreached: ["claim"],
  DeadlineEscalated: ["claim"],
  StageLateness: ["claim"],
  AnswerInTime: ["api"],
  IncidentClosed: ["api", "claim"],
  EventPublished: ["publish", "republish"],
  AlertDelivered: ["deliver"],
  NoticeSent: ["notify-topic", "notify-mail", "notify-max", "notify-webhook"],
  NoticeDelayed: ["notify-topic", "notify-mail", "notify-max", "notify-webhook"],
  ReplySent: ["reply"],
  ReplyFailed: ["reply", "claim"],
  ReplyDelayed: ["reply"],
  DeadLetter: [
    "dispatch",
    "reply",
    "register",
    "claim",
    "publish",
    "deliver",
    "recompute",
    "notify-topic",
    "notify-mail",
    "notify-max",
    "notify-webhook",
  ],
  DeadlineMoved: ["recompute"],
  CalendarDaysLeft: ["watch"],
};

/** What is not a plain count. */
export const metricUnits: Partial<Record<MetricName, "Seconds" | "Percent">> = {
  RegistrationDelay: "Seconds",
  StageLateness: "Seconds",
  AnswerInTime: "Percent",
};
