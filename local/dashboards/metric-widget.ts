import { statisticOf } from "../alarms/evaluate.ts";
import type { MetricReader } from "../ports.ts";
import type { Alarm } from "../template/deployment.ts";
import type { MetricWidget } from "./body.ts";
import { chart, colorOf } from "./chart.ts";
import type { Format } from "./format.ts";
import { escapeHtml } from "./markup.ts";
import { type Line, linesOf, type TimeRange } from "./metric-lines.ts";

export interface MetricContext {
  readonly metrics: MetricReader;
  readonly alarms: readonly Alarm[];
  readonly range: TimeRange;
  readonly format: Format;
}

/** Pixels of a grid column and row at the width the page is made for. */
const COLUMN = 54;
const ROW = 50;

export function renderMetricWidget({ properties, width, height }: MetricWidget, context: MetricContext): string {
  const alarm = alarmOf(properties.annotations?.alarms, context.alarms);
  const lines = [
    ...linesOf(properties, context.metrics, context.range),
    ...(alarm === undefined ? [] : [alarmLine(alarm, context)]),
  ];
  if (lines.length === 0) return `<p class="nothing">Этот график здесь не рисуется: в нём только вычисляемые ряды.</p>`;
  if (properties.view === "singleValue" || properties.view === "gauge") return numbers(lines, context.format);
  const horizontal = properties.annotations?.horizontal ?? [];
  const marks = [
    ...horizontal.flatMap(({ value, label }) => (value === undefined ? [] : [{ value, label: label ?? "" }])),
    ...(alarm === undefined ? [] : [{ value: alarm.threshold, label: alarm.name }]),
  ];
  const drawn = chart({
    title: properties.title ?? lines.map(({ label }) => label).join(", "),
    lines,
    range: context.range,
    kind: properties.view === "bar" ? "bar" : properties.stacked ? "stacked" : "line",
    width: width * COLUMN - 40,
    height: height * ROW - 100,
    minimum: properties.yAxis?.left?.min,
    maximum: properties.yAxis?.left?.max,
    marks,
    format: context.format,
  });
  return `<div class="figure">${drawn}${legend(lines)}${figures(lines, context.format)}</div>`;
}

const alarmOf = (arns: readonly string[] | undefined, alarms: readonly Alarm[]): Alarm | undefined =>
  alarms.find(({ name }) => arns?.some((arn) => arn.endsWith(`:alarm:${name}`)));

function alarmLine(alarm: Alarm, { metrics, range }: MetricContext): Line {
  const { namespace, metric: name, dimensions, periodSeconds, statistic } = alarm;
  const points = metrics
    .series({ namespace, name, dimensions }, range.from, range.to, periodSeconds)
    .map(({ at, statistics }) => ({ at, value: statisticOf(statistic, statistics) }));
  return { label: alarm.metric, color: undefined, periodSeconds, points };
}

/** The latest figure of each line, or of the whole stretch when the widget asks for that. */
function numbers(lines: readonly Line[], format: Format): string {
  const figure = ({ label, points }: Line): string => {
    const last = points.at(-1);
    const value = last === undefined ? "—" : format.number(last.value);
    return `<div class="number"><dd>${value}</dd><dt>${escapeHtml(label)}</dt></div>`;
  };
  return `<dl class="numbers">${lines.map(figure).join("")}</dl>`;
}

/** What is drawn, by name; lines of which nothing is known yet are only counted, and never crowd the drawing out. */
function legend(lines: readonly Line[]): string {
  const drawn = lines.flatMap((line, at) =>
    line.points.length === 0
      ? []
      : [`<li><i style="background:${colorOf(line, at)}"></i>${escapeHtml(line.label)}</li>`],
  );
  const silent = lines.filter(({ points }) => points.length === 0).map(({ label }) => label);
  const rest =
    silent.length === 0 ? "" : `<li title="${escapeHtml(silent.join(", "))}">без данных: ${silent.length}</li>`;
  return `<ul class="legend" tabindex="0">${drawn.join("")}${rest}</ul>`;
}

/** The same figures as a table, for who cannot see the drawing. The newest rows are enough to act on. */
function figures(lines: readonly Line[], format: Format): string {
  const moments = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))]
    .toSorted((a, b) => b - a)
    .slice(0, 48);
  if (moments.length === 0) return "";
  const cell = (line: Line, at: number): string => {
    const point = line.points.find((one) => one.at === at);
    return `<td>${point === undefined ? "" : format.number(point.value)}</td>`;
  };
  const head = lines.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`).join("");
  const rows = moments.map(
    (at) => `<tr><th scope="row">${format.moment(at)}</th>${lines.map((line) => cell(line, at)).join("")}</tr>`,
  );
  return `<details class="figures"><summary>Таблица</summary><div><table><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div></details>`;
}
