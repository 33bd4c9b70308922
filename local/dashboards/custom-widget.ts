import * as z from "zod/mini";
import type { InvocationResult, Invoker } from "../ports.ts";
import type { Deployment } from "../template/deployment.ts";
import { renderActions, type WidgetAction } from "./actions.ts";
import type { CustomWidget } from "./body.ts";
import { renderMarkdown } from "./markdown.ts";
import { escapeHtml, parseMarkup, renderMarkup } from "./markup.ts";
import type { TimeRange } from "./metric-lines.ts";
import { sanitise } from "./sanitise.ts";

export interface CustomContext {
  /** The functions that widgets may call. */
  readonly functions: Deployment["functions"];
  readonly invoker: Invoker;
  readonly dashboardName: string;
  readonly widgetId: string;
  readonly range: TimeRange;
  readonly zone: { readonly label: string; readonly offset: string; readonly minutes: number };
  /** What the people filled in the widget's inputs. */
  readonly form: Readonly<Record<string, string>>;
}

const markdown = z.looseObject({ markdown: z.string() });
const payload = z.record(z.string(), z.unknown());

/** Asks the widget's function and renders what it answers: HTML, Markdown or JSON, as CloudWatch does. */
export async function renderCustomWidget(widget: CustomWidget, context: CustomContext): Promise<string> {
  const { endpoint, params } = widget.properties;
  return render(await ask(endpoint, params, widget, context));
}

/** Does what a control of the widget asks for and renders the answer. */
export async function runAction(action: WidgetAction, widget: CustomWidget, context: CustomContext): Promise<string> {
  if (action.kind === "html") return fragment(action.content);
  const given = payload.safeParse(parsedJson(action.content));
  if (!given.success) return problemHtml("Действие задано не в JSON.");
  return render(await ask(action.endpoint, given.data, widget, context));
}

async function ask(
  endpoint: string,
  event: Readonly<Record<string, unknown>>,
  widget: CustomWidget,
  context: CustomContext,
): Promise<InvocationResult> {
  const lambda = context.functions.find(({ arn }) => endpoint === arn || endpoint.startsWith(`${arn}:`));
  if (lambda === undefined) {
    return { kind: "failed", error: { type: "ResourceNotFoundException", message: `no function ${endpoint}` } };
  }
  return context.invoker.invoke(lambda.name, { ...event, widgetContext: widgetContext(widget, context) });
}

/** As https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_interactivity.html has it. */
function widgetContext({ properties, width, height }: CustomWidget, context: CustomContext): unknown {
  const { from: start, to: end } = context.range;
  return {
    dashboardName: context.dashboardName,
    widgetId: context.widgetId,
    domain: "",
    accountId: "000000000000",
    locale: "ru",
    timezone: { label: context.zone.label, offsetISO: context.zone.offset, offsetInMinutes: context.zone.minutes },
    period: 300,
    isAutoPeriod: true,
    timeRange: { mode: "relative", start, end, relativeStart: end - start },
    theme: "light",
    linkCharts: true,
    title: properties.title,
    params: properties.params,
    forms: { all: context.form },
    width: width * 54,
    height: height * 50,
  };
}

function render(result: InvocationResult): string {
  if (result.kind === "failed") return problemHtml(`Функция не ответила: ${result.error.type}. Подробности в журнале.`);
  const { value } = result;
  if (typeof value === "string") return fragment(value);
  const text = markdown.safeParse(value);
  if (text.success) return `<div class="text">${renderMarkdown(text.data.markdown)}</div>`;
  return `<pre>${escapeHtml(JSON.stringify(value, undefined, 2))}</pre>`;
}

const fragment = (html: string): string => renderMarkup(renderActions(sanitise(parseMarkup(html))));

const problemHtml = (text: string): string => `<p class="problem" role="alert">${escapeHtml(text)}</p>`;

function parsedJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
