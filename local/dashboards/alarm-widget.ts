import type { AlarmState } from "../alarms/evaluate.ts";
import type { AlarmStatus } from "../alarms/watch.ts";
import type { AlarmWidget } from "./body.ts";
import type { Format } from "./format.ts";
import { escapeHtml } from "./markup.ts";

const words: Readonly<Record<AlarmState, string>> = { OK: "норма", ALARM: "тревога", INSUFFICIENT_DATA: "нет данных" };
const classes: Readonly<Record<AlarmState, string>> = { OK: "ok", ALARM: "ringing", INSUFFICIENT_DATA: "unknown" };
const order: Readonly<Record<AlarmState, number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };

/** The states of the alarms, those that ring first; the description says what each means for a citizen. */
export function renderAlarmWidget(
  { properties }: AlarmWidget,
  statuses: readonly AlarmStatus[],
  format: Format,
): string {
  const wanted = statuses.filter(({ alarm }) => properties.alarms.some((arn) => arn.endsWith(`:alarm:${alarm.name}`)));
  const items = wanted
    .toSorted((a, b) => order[a.state] - order[b.state])
    .map(
      ({ alarm, state, since }) =>
        `<li class="state ${classes[state]}" title="${escapeHtml(alarm.description)}">` +
        `<b>${escapeHtml(alarm.name)}</b> <span>${words[state]}${state === "ALARM" ? ` с ${format.moment(since)}` : ""}</span>` +
        `${state === "ALARM" ? `<p>${escapeHtml(alarm.description)}</p>` : ""}</li>`,
    );
  return `<ul class="alarms">${items.join("")}</ul>`;
}
