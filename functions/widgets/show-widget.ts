import * as z from "zod/mini";
import { widgetRequest } from "../../shared/contracts/widgets.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { isOver, type Stage } from "../../shared/domain/clock/clock.ts";
import { owesAnswer } from "../../shared/domain/incident/command.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { type Instant, MINUTE } from "../../shared/domain/time/instant.ts";
import { type ReadCentre, UnknownCentre } from "../../shared/platform/centre-data.ts";
import { type Html, html } from "../../shared/platform/html.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { IncidentQueue, Incidents, QueueRow } from "../../shared/store/ports.ts";
import { type WidgetTexts, widgetTexts } from "../../shared/texts/widgets.ts";

interface Parts {
  readonly incidents: Incidents;
  readonly queue: IncidentQueue;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly texts?: WidgetTexts;
}

const PAGE = 200;
const ROWS_SHOWN = 50;

const late: ReadonlySet<Stage | undefined> = new Set<Stage>(["breached", "escalated"]);
const atRisk: ReadonlySet<Stage | undefined> = new Set<Stage>(["warned-50", "warned-75", "warned-90"]);

const openRows = async (queue: IncidentQueue, centre: string): Promise<readonly QueueRow[]> => {
  const rows: QueueRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await queue.page({
      centre,
      open: true,
      filter: {},
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    rows.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return rows;
};

/** The deadline that a late row is late with: the earliest of its clocks that have run out. */
const missedAt = ({ clocks }: QueueRow): Instant =>
  Math.min(...clocks.filter(({ stage }) => late.has(stage)).map(({ dueAt }) => dueAt));

const shown = (at: Instant, { calendar }: Centre): string =>
  new Intl.DateTimeFormat("ru-RU", { timeZone: calendar.hours.zone, dateStyle: "short", timeStyle: "short" }).format(
    at,
  );

const nameOf = (known: readonly { readonly id: string; readonly name: string }[], id: string): string =>
  known.find((each) => each.id === id)?.name ?? id;

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

const lateTable = (
  rows: readonly QueueRow[],
  asked: string,
  centre: Centre,
  now: Instant,
  endpoint: string,
  texts: WidgetTexts,
): Html => {
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
  const topics = centre.topics.groups.flatMap((group) => group.topics);
  const line = (row: QueueRow, dueAt: Instant): Html => {
    const minutes = Math.floor((now - dueAt) / MINUTE);
    return html`<tr><td>${opening(endpoint, asked, row.id, texts)}</td><td>${shown(dueAt, centre)}</td><td>${texts.hours(Math.floor(minutes / 60), minutes % 60)}</td><td>${nameOf(topics, row.topic)}</td><td>${nameOf(centre.territories.territories, row.territory)}</td><td>${nameOf(centre.authorities.authorities, row.authority)}</td></tr>`;
  };
  return html`${warning}<table><thead><tr><th></th><th>${due}</th><th>${overdue}</th><th>${topic}</th><th>${territory}</th><th>${authority}</th></tr></thead><tbody>${missed
    .slice(0, ROWS_SHOWN)
    .map(({ row, due: dueAt }) =>
      line(row, dueAt),
    )}</tbody></table>${missed.length > ROWS_SHOWN ? html`<p>${texts.more(missed.length)}</p>` : ""}`;
};

/** One incident without the citizen's words: dashboards are no place for them. */
const incidentCard = (incident: Incident | undefined, asked: string, centre: Centre, texts: WidgetTexts): Html => {
  if (incident === undefined || incident.centre !== asked) return html`<p>${texts.missing}</p>`;
  const { words } = texts;
  const topics = centre.topics.groups.flatMap((group) => group.topics);
  const clocks = incident.clocks.map(
    ({ kind, dueAt, stage }) => html`<li>${words.clock[kind]}: ${shown(dueAt, centre)} (${words.stage[stage]})</li>`,
  );
  const history = incident.history.map(
    (entry) =>
      html`<li>${shown(entry.at, centre)}: ${entry.what === "stage" ? `${words.stage[entry.stage]} — ${words.clock[entry.clock]}` : words.step[entry.what]}</li>`,
  );
  return html`<h3>${nameOf(topics, incident.topic)}</h3><p>${nameOf(centre.territories.territories, incident.territory)}, ${nameOf(centre.authorities.authorities, incident.authority)}</p><p>${texts.state}: ${words.state[incident.state]}</p><h4>${texts.clock}</h4><ul>${clocks}</ul><h4>${texts.history}</h4><ul>${history}</ul><p><code>${incident.id}</code></p>`;
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
    switch (request.widget) {
      case "now":
        return numbers(await openRows(queue, request.centre), texts).markup;
      case "late":
        return lateTable(await openRows(queue, request.centre), request.centre, data, now(), ownArn, texts).markup;
      case "incident":
        return incidentCard(await incidents.read(request.id), request.centre, data, texts).markup;
      default:
        return request satisfies never;
    }
  };
