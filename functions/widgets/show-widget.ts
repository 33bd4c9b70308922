import * as z from "zod/mini";
import { widgetRequest } from "../../shared/contracts/widgets.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { centreNames } from "../../shared/domain/centre/centre-names.ts";
import { isOver, type Stage } from "../../shared/domain/clock/clock.ts";
import { owesAnswer } from "../../shared/domain/incident/command.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { type Instant, MINUTE } from "../../shared/domain/time/instant.ts";
import { type ReadCentre, UnknownCentre } from "../../shared/platform/centre-data.ts";
import { type Html, html } from "../../shared/platform/html.ts";
import type { Now } from "../../shared/platform/time.ts";
import { allRows } from "../../shared/store/all-rows.ts";
import type { IncidentQueue, Incidents, QueueRow } from "../../shared/store/ports.ts";
import { type WidgetTexts, widgetTexts } from "../../shared/texts/widgets.ts";

interface Parts {
  readonly incidents: Incidents;
  readonly queue: IncidentQueue;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly texts?: WidgetTexts;
}

const ROWS_SHOWN = 50;

const late: ReadonlySet<Stage | undefined> = new Set<Stage>(["breached", "escalated"]);
const atRisk: ReadonlySet<Stage | undefined> = new Set<Stage>(["warned-50", "warned-75", "warned-90"]);

const openRows = async (queue: IncidentQueue, centre: string): Promise<readonly QueueRow[]> => {
  const rows: QueueRow[] = [];
  for await (const row of allRows(queue, { centre, open: true, filter: {} })) rows.push(row);
  return rows;
};

/** The deadline that a late row is late with: the earliest of its clocks that have run out. */
const missedAt = ({ clocks }: QueueRow): Instant =>
  Math.min(...clocks.filter(({ stage }) => late.has(stage)).map(({ dueAt }) => dueAt));

const shown = (at: Instant, { calendar }: Centre): string =>
  new Intl.DateTimeFormat("ru-RU", { timeZone: calendar.hours.zone, dateStyle: "short", timeStyle: "short" }).format(
    at,
  );

const numbers = (rows: readonly QueueRow[], texts: WidgetTexts): Html => {
  const count = (stages: ReadonlySet<Stage | undefined>) => rows.filter(({ stage }) => stages.has(stage)).length;
  const cell = (title: string, value: number) =>
    html`<td style="padding:8px 24px 8px 0"><div style="font-size:32px">${value}</div><div>${title}</div></td>`;
  return html`<table><tr>${[
    cell(texts.open, rows.filter(owesAnswer).length),
    cell(texts.atRisk, count(atRisk)),
    cell(texts.late, count(late)),
  ]}</tr></table>`;
};

/** The button comes first, so that a narrow widget shows it too. CloudWatch calls the function again when the element before a `cwdb-action` is clicked. */
const opening = (endpoint: string, centre: string, id: string, texts: WidgetTexts): Html =>
  html`<a class="btn">${texts.show}</a><cwdb-action action="call" display="popup" endpoint="${endpoint}">${JSON.stringify({ widget: "incident", centre, id })}</cwdb-action>`;

/** What a widget is drawn of, and what its buttons call. */
interface Scene {
  readonly id: string;
  readonly data: Centre;
  readonly now: Instant;
  /** The function's own ARN: what a button calls. */
  readonly endpoint: string;
  readonly texts: WidgetTexts;
}

const lateTable = (rows: readonly QueueRow[], { id, data, now, endpoint, texts }: Scene): Html => {
  const names = centreNames(data);
  const uncertain = rows
    .flatMap(({ clocks }) => clocks)
    .filter((clock) => clock.beyondCalendar && !isOver(clock)).length;
  const warning = uncertain === 0 ? "" : html`<p><b>⚠ ${texts.beyondCalendar(uncertain)}</b></p>`;
  const missed = rows
    .filter(({ stage }) => late.has(stage))
    .map((row) => ({ row, due: missedAt(row) }))
    .toSorted((a, b) => a.due - b.due);
  if (missed.length === 0) return html`${warning}<p>${texts.nothingLate}</p>`;
  const { due, overdue, topic, territory, authority } = texts.columns;
  const line = (row: QueueRow, dueAt: Instant): Html => {
    const minutes = Math.floor((now - dueAt) / MINUTE);
    return html`<tr><td>${opening(endpoint, id, row.id, texts)}</td><td>${shown(dueAt, data)}</td><td>${texts.hours(Math.floor(minutes / 60), minutes % 60)}</td><td>${names.topic(row.topic)}</td><td>${names.territory(row.territory)}</td><td>${names.authority(row.authority)}</td></tr>`;
  };
  return html`${warning}<table><thead><tr><th></th><th>${due}</th><th>${overdue}</th><th>${topic}</th><th>${territory}</th><th>${authority}</th></tr></thead><tbody>${missed
    .slice(0, ROWS_SHOWN)
    .map(({ row, due: dueAt }) =>
      line(row, dueAt),
    )}</tbody></table>${missed.length > ROWS_SHOWN ? html`<p>${texts.more(missed.length)}</p>` : ""}`;
};

/** One incident without the citizen's words: dashboards are no place for them. */
const incidentCard = (incident: Incident | undefined, { id, data, texts }: Scene): Html => {
  if (incident === undefined || incident.centre !== id) return html`<p>${texts.missing}</p>`;
  const { words } = texts;
  const names = centreNames(data);
  const clocks = incident.clocks.map(
    ({ kind, dueAt, stage }) => html`<li>${words.clock[kind]}: ${shown(dueAt, data)} (${words.stage[stage]})</li>`,
  );
  const history = incident.history.map(
    (entry) =>
      html`<li>${shown(entry.at, data)}: ${entry.what === "stage" ? `${words.stage[entry.stage]} — ${words.clock[entry.clock]}` : words.step[entry.what]}</li>`,
  );
  return html`<h3>${names.topic(incident.topic)}</h3><p>${names.territory(incident.territory)}, ${names.authority(incident.authority)}</p><p>${texts.state}: ${words.state[incident.state]}</p><h4>${texts.clock}</h4><ul>${clocks}</ul><h4>${texts.history}</h4><ul>${history}</ul><p><code>${incident.id}</code></p>`;
};

/** What CloudWatch sends when it wants to know how a widget is used. */
const describe = z.looseObject({ describe: z.literal(true) });

const unlessUnknown = (thrown: unknown): undefined => {
  if (!(thrown instanceof UnknownCentre)) throw thrown;
};

/** Draws a custom widget of the supervisors' dashboard: HTML without scripts, as CloudWatch allows. */
export const showWidget =
  ({ incidents, queue, centre, now, texts = widgetTexts.ru }: Parts) =>
  async (event: unknown, ownArn: string): Promise<string | { readonly markdown: string }> => {
    if (describe.safeParse(event).success) return { markdown: texts.about };
    const request = widgetRequest.parse(event);
    const data = await centre(request.centre).catch(unlessUnknown);
    if (data === undefined) return html`<p>${texts.noCentre}</p>`.markup;
    const scene: Scene = { id: request.centre, data, now: now(), endpoint: ownArn, texts };
    switch (request.widget) {
      case "now":
        return numbers(await openRows(queue, request.centre), texts).markup;
      case "late":
        return lateTable(await openRows(queue, request.centre), scene).markup;
      case "incident":
        return incidentCard(await incidents.read(request.id), scene).markup;
      default:
        return request satisfies never;
    }
  };
