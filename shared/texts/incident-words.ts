import type { Stage } from "../domain/clock.ts";
import type { HistoryEntry } from "../domain/history.ts";
import type { IncidentState } from "../domain/incident.ts";
import { alertTexts } from "./alerts.ts";

/** What an incident's states, stages and steps are called by the people who read of them. */
export interface IncidentWords {
  readonly state: Readonly<Record<IncidentState, string>>;
  readonly clock: (typeof alertTexts)["ru"]["clock"];
  readonly stage: Readonly<Record<Stage, string>>;
  readonly step: Readonly<Record<Exclude<HistoryEntry["what"], "stage">, string>>;
}

const ru: IncidentWords = {
  state: {
    new: "новый",
    triaged: "разобран",
    irrelevant: "не требует ответа",
    assigned: "назначен исполнитель",
    "in-work": "в работе",
    "on-approval": "на согласовании",
    returned: "возвращён на доработку",
    "interim-answered": "дан промежуточный ответ",
    answered: "дан ответ",
    assessment: "ждёт оценки",
    closed: "закрыт",
    reopened: "открыт заново",
    appeal: "рассматривается как обращение",
  },
  clock: alertTexts.ru.clock,
  stage: {
    ...alertTexts.ru.stage,
    running: "срок идёт",
    paused: "срок приостановлен",
    met: "выполнено",
    cancelled: "срок снят",
  },
  step: {
    opened: "зарегистрирован",
    revised: "автор изменил текст",
    confirmed: "автор повторил текст",
    deleted: "автор удалил сообщение",
    restored: "автор вернул сообщение",
    joined: "присоединено сообщение о том же",
    "author-read": "показан автор",
    erased: "данные автора стёрты",
    assigned: "назначен исполнитель",
    triaged: "разобран",
    asked: "автору задан вопрос",
    resumed: "сроки снова идут",
    extended: "срок продлён",
    "interim-answered": "дан промежуточный ответ",
    answered: "дан ответ",
    drafted: "записан черновик ответа",
    submitted: "ответ отдан на согласование",
    returned: "ответ возвращён на доработку",
    "reply-sending": "ответ отправляется",
    "reply-delayed": "отправка ответа отложена",
    "reply-retried": "ответ отправляется снова",
    "reply-sent": "ответ доставлен",
    "reply-failed": "ответ не доставлен",
    "delivered-by-hand": "ответ передан вручную",
    "reply-resent": "решено отправить ответ снова",
    "answer-lost": "ответ никто не получил, сроки снова идут",
    reopened: "открыт заново",
    appealed: "принят как обращение",
    recomputed: "срок пересчитан по новым правилам",
    published: "показан всем",
    unpublished: "больше не показан всем",
    closed: "закрыт",
  },
};

const en: IncidentWords = {
  state: {
    new: "new",
    triaged: "triaged",
    irrelevant: "asks for no answer",
    assigned: "assigned",
    "in-work": "in work",
    "on-approval": "on approval",
    returned: "returned to be done again",
    "interim-answered": "answered for now",
    answered: "answered",
    assessment: "waits for the citizen's mark",
    closed: "closed",
    reopened: "opened again",
    appeal: "dealt with as an appeal",
  },
  clock: alertTexts.en.clock,
  stage: {
    ...alertTexts.en.stage,
    running: "running",
    paused: "paused",
    met: "met",
    cancelled: "cancelled",
  },
  step: {
    opened: "registered",
    revised: "the author changed the text",
    confirmed: "the author sent the text once more",
    deleted: "the author deleted the message",
    restored: "the author restored the message",
    joined: "a message of the same matter joined",
    "author-read": "the author was shown",
    erased: "the author's data were erased",
    assigned: "assigned",
    triaged: "triaged",
    asked: "the author was asked",
    resumed: "the clocks run on",
    extended: "the deadline was put off",
    "interim-answered": "answered for now",
    answered: "answered",
    drafted: "a draft of an answer was kept",
    submitted: "the answer was handed over for approval",
    returned: "the answer was returned to be written anew",
    "reply-sending": "the answer is being sent",
    "reply-delayed": "sending the answer was put off",
    "reply-retried": "the answer is being sent again",
    "reply-sent": "the answer was delivered",
    "reply-failed": "the answer was not delivered",
    "delivered-by-hand": "the answer was carried by hand",
    "reply-resent": "the answer is to be sent once more",
    "answer-lost": "the answer reached nobody, the clocks run on",
    reopened: "opened again",
    appealed: "taken up as an appeal",
    recomputed: "the deadline was reckoned anew by new rules",
    published: "shown to everyone",
    unpublished: "no longer shown to everyone",
    closed: "closed",
  },
};

export const incidentWords = { ru, en } as const;
