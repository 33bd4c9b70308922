import type { AlarmStatus } from "../alarms/watch.ts";
import { parseDuration } from "../clock/duration.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import type { PageRequest } from "../http/local-routes.ts";
import { problem } from "../http/problem.ts";
import type { Invoker, MetricReader, VirtualClock } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";
import type { Deployment } from "../template/deployment.ts";
import { readAction, type WidgetAction } from "./actions.ts";
import { renderAlarmWidget } from "./alarm-widget.ts";
import { type CustomWidget, type DashboardBody, readDashboardBody, type Widget } from "./body.ts";
import { type CustomContext, renderCustomWidget, runAction } from "./custom-widget.ts";
import { createFormat } from "./format.ts";
import { renderMarkdown } from "./markdown.ts";
import { escapeHtml } from "./markup.ts";
import type { TimeRange } from "./metric-lines.ts";
import { renderMetricWidget } from "./metric-widget.ts";
import { type PageContent, ranges, renderPage } from "./page.ts";

export interface DashboardsOptions {
  readonly deployment: Pick<Deployment, "dashboards" | "functions" | "alarms">;
  readonly invoker: Invoker;
  readonly metrics: MetricReader;
  readonly alarmStatuses: () => readonly AlarmStatus[];
  readonly clock: VirtualClock;
  /** IANA zone in which the page tells the time. */
  readonly zone: string;
}

interface Drawn {
  readonly name: string;
  readonly body: DashboardBody;
}

const MINUTE = 60_000;
const DEFAULT_RANGE = 3 * 60 * MINUTE;

/** The page of every dashboard of the template. */
export function createDashboards(options: DashboardsOptions): (request: PageRequest) => Promise<HttpAnswer> {
  const { deployment, clock, zone } = options;
  const format = createFormat(zone);
  const dashboards = deployment.dashboards.map(({ name, body }): Drawn => {
    const reading = readDashboardBody(body);
    if (reading.kind === "refused") throw new StartFailure(`Dashboard ${name} cannot be drawn here: ${reading.why}.`);
    return { name, body: reading.body };
  });

  // A control may call what some widget shows, and no other function.
  const endpoints = new Set(
    dashboards.flatMap(({ body }) =>
      body.widgets.map((widget) => (widget.type === "custom" ? widget.properties.endpoint : "")),
    ),
  );
  const widgetFunctions = deployment.functions.filter(({ arn }) => endpoints.has(arn));

  /** Up to the end of the minute that runs, so that what has just happened is on the page. */
  const rangeOf = ({ body }: Drawn, chosen: string | undefined): TimeRange => {
    const to = Math.floor(clock.now() / MINUTE) * MINUTE + MINUTE;
    return { from: to - (parseDuration(chosen ?? body.start?.replace(/^-/, "") ?? "") ?? DEFAULT_RANGE), to };
  };
  const customContext = (drawn: Drawn, at: number, range: TimeRange, form: CustomContext["form"]): CustomContext => {
    const minutes = format.offset(clock.now()) / MINUTE;
    return {
      functions: widgetFunctions,
      invoker: options.invoker,
      dashboardName: drawn.name,
      widgetId: `widget-${at}`,
      range,
      zone: { label: zone, offset: isoOffset(minutes), minutes },
      form,
    };
  };
  const renderWidget = async (
    drawn: Drawn,
    widget: Widget,
    at: number,
    range: TimeRange,
    index: number,
  ): Promise<string> => {
    switch (widget.type) {
      case "text":
        return `<div class="text">${renderMarkdown(widget.properties.markdown)}</div>`;
      case "metric":
        return renderMetricWidget(widget, { metrics: options.metrics, alarms: deployment.alarms, range, format });
      case "alarm":
        return renderAlarmWidget(widget, options.alarmStatuses(), format);
      case "custom":
        return widgetForm(`${index}:${at}`, await renderCustomWidget(widget, customContext(drawn, at, range, {})));
    }
  };
  const render = (chosen: string | undefined, replaced: Replaced | undefined): Promise<PageContent["dashboards"]> =>
    Promise.all(
      dashboards.map(async (drawn, index) => {
        const range = rangeOf(drawn, chosen);
        const widgets = drawn.body.widgets.map(async (widget, at) => ({
          kind: widget.type,
          title: widget.type === "text" ? undefined : widget.properties.title,
          place: { x: widget.x, y: widget.y, width: widget.width, height: widget.height },
          html: replaced?.id === `${index}:${at}` ? replaced.html : await renderWidget(drawn, widget, at, range, index),
        }));
        return { name: drawn.name, widgets: await Promise.all(widgets) };
      }),
    );

  const act = async (form: URLSearchParams, chosen: string | undefined): Promise<Acted | undefined> => {
    const id = form.get("otklik-widget") ?? "";
    const [index, at] = id.split(":").map(Number);
    const drawn = dashboards[index ?? -1];
    const widget = drawn?.body.widgets[at ?? -1];
    const action = readAction(form.get(`otklik-action-${form.get("otklik-action")}`) ?? "");
    if (drawn === undefined || widget?.type !== "custom" || action === undefined) return undefined;
    if (action.confirmation !== undefined && form.get("otklik-confirmed") !== "yes") {
      return { kind: "panel", title: widget.properties.title, html: confirmation(form, action.confirmation) };
    }
    const filled = Object.fromEntries([...form].filter(([name]) => !name.startsWith("otklik-")));
    const context = customContext(drawn, at ?? 0, rangeOf(drawn, chosen), filled);
    return acted(id, action, widget, await runAction(action, widget, context));
  };

  return async ({ query, form }) => {
    const asked = query.get("range") ?? undefined;
    const chosen = asked !== undefined && asked in ranges ? asked : undefined;
    const done = form === undefined ? undefined : await act(form, chosen);
    if (form !== undefined && done === undefined) {
      return problem(400, "The request cannot be carried out", "otklik-action is not an action of a widget", [
        { pointer: "/otklik-action", detail: "is not an action of a widget" },
      ]);
    }
    return renderPage({
      dashboards: await render(chosen, done?.kind === "replaced" ? done : undefined),
      chosen,
      now: format.moment(clock.now()),
      virtual: clock.virtual,
      zone,
      panel: done?.kind === "panel" ? done : undefined,
    });
  };
}

interface Replaced {
  readonly kind: "replaced";
  readonly id: string;
  readonly html: string;
}

type Acted = Replaced | { readonly kind: "panel"; readonly title: string; readonly html: string };

function acted(id: string, { display }: WidgetAction, { properties }: CustomWidget, html: string): Acted {
  const formed = widgetForm(id, html);
  return display === "widget"
    ? { kind: "replaced", id, html: formed }
    : { kind: "panel", title: properties.title, html: formed };
}

/** Everything in a custom widget stands in one form, so that its inputs go along with whichever control is used. */
const widgetForm = (id: string, html: string): string =>
  `<form method="post"><input type="hidden" name="otklik-widget" value="${id}">${html}</form>`;

/** The same form again behind a question; without the inputs' values being typed anew. */
function confirmation(form: URLSearchParams, question: string): string {
  const fields = [...form].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<form method="post">${fields.join("")}<p>${escapeHtml(question)}</p><button class="cwdb-button" name="otklik-confirmed" value="yes">Да</button></form>`;
}

function isoOffset(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(absolute / 60)}:${two(absolute % 60)}`;
}
