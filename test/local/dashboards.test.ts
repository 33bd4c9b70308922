import { describe, expect, test } from "vitest";
import { renderActions } from "../../local/dashboards/actions.ts";
import { createDashboards } from "../../local/dashboards/dashboards.ts";
import { parseMarkup, renderMarkup } from "../../local/dashboards/markup.ts";
import { sanitise } from "../../local/dashboards/sanitise.ts";
import type { InvocationResult } from "../../local/ports.ts";
import type { LambdaFunction } from "../../local/template/deployment.ts";
import { memoryMetrics } from "../doubles/memory-metrics.ts";

const arn = "arn:aws:lambda:local-1:000000000000:function:otklik-widgets";
const lambda = (name: string, arnOf: string): LambdaFunction => ({
  name,
  arn: arnOf,
  codeDirectory: "",
  handler: "",
  environment: {},
  memoryMegabytes: 128,
  timeoutSeconds: 1,
  statements: [],
});
const now = Date.UTC(2026, 2, 2, 9, 30);

function pageWith(widgets: readonly unknown[], answers: (event: unknown) => unknown = () => "") {
  const events: { name: string; event: unknown }[] = [];
  const metrics = memoryMetrics();
  const page = createDashboards({
    deployment: {
      dashboards: [{ name: "otklik-supervisor", body: { start: "-PT3H", widgets } }],
      functions: [lambda("otklik-widgets", arn), lambda("otklik-api", arn.replace("widgets", "api"))],
      alarms: [],
    },
    invoker: {
      busy: 0,
      invoke: async (name, event): Promise<InvocationResult> => {
        events.push({ name, event });
        return { kind: "returned", value: answers(event) };
      },
    },
    metrics,
    alarmStatuses: () => [],
    clock: { now: () => now, virtual: true },
    zone: "Europe/Moscow",
  });
  const get = async (query = "") => String((await page({ query: new URLSearchParams(query), form: undefined })).body);
  const post = (fields: Record<string, string>) =>
    page({ query: new URLSearchParams(), form: new URLSearchParams(fields) });
  return { get, post, metrics, events, page };
}

const custom = {
  type: "custom",
  x: 0,
  y: 0,
  width: 8,
  height: 8,
  properties: { title: "Просрочены", endpoint: arn, params: { widget: "late" } },
};
const graph = (properties: object) => ({ type: "metric", x: 0, y: 0, width: 8, height: 6, properties });
const row = ["Otklik", "IncidentOpened", "service", "register"];

describe("the page of dashboards", () => {
  test("draws a metric's figures in the stretch and by the statistic the widget asks for", async () => {
    const { get, metrics } = pageWith([
      graph({ title: "Поступило", metrics: [[...row, { label: "новые", stat: "Sum", period: 3600 }]] }),
    ]);
    for (const minutes of [10, 20, 100, 60 * 30]) {
      metrics.record([
        {
          namespace: "Otklik",
          name: "IncidentOpened",
          dimensions: { service: "register" },
          unit: "Count",
          values: [2],
          at: now - minutes * 60_000,
        },
      ]);
    }
    const titles = [...(await get()).matchAll(/<title>(новые: [^·]+)·/g)].map(([, title]) => title?.trim());
    expect(titles).toEqual(["новые: 2", "новые: 4"]);
    expect([...(await get("range=P7D")).matchAll(/<title>новые/g)]).toHaveLength(3);
  });

  test("names what it draws in colours of their own, and only counts what nothing is known of", async () => {
    const names = Array.from({ length: 24 }, (_, at) => `queue-${at}`);
    const { get, metrics } = pageWith([
      graph({ title: "Очереди", metrics: names.map((name) => ["Otklik", "Waiting", "queue", name, { label: name }]) }),
    ]);
    for (const queue of names.slice(0, 20)) {
      const metric = { namespace: "Otklik", name: "Waiting", dimensions: { queue } };
      metrics.record([{ ...metric, unit: "Count", values: [2], at: now - 60_000 }]);
    }
    const [legend = ""] = /<ul class="legend".*?<\/ul>/s.exec(await get()) ?? [];
    const colours = [...legend.matchAll(/background:([^"]+)"/g)].map(([, colour]) => colour);
    expect(colours).toHaveLength(20);
    expect(new Set(colours).size).toBe(20);
    expect(legend).toContain("без данных: 4");
  });

  test("shows one figure over the whole stretch, and repeats references written with dots", async () => {
    const { get, metrics } = pageWith([
      graph({
        view: "singleValue",
        setPeriodToTimeRange: true,
        stat: "Average",
        metrics: [
          [...row, { label: "первое" }],
          [".", "Second", ".", ".", { label: "второе" }],
        ],
      }),
    ]);
    for (const [name, at, values] of [
      ["IncidentOpened", now - 9_000_000, [100]],
      ["IncidentOpened", now, [0, 50]],
      ["Second", now, [7]],
    ] as const) {
      metrics.record([{ namespace: "Otklik", name, dimensions: { service: "register" }, unit: "None", values, at }]);
    }
    expect(await get()).toMatch(/<dd>50<\/dd><dt>первое<.*<dd>7<\/dd><dt>второе</);
  });

  test("asks a custom widget's function with CloudWatch's context and shows its HTML without what could run", async () => {
    const { get, events } = pageWith([custom], () => "<b>три</b><script>alert(1)</script>");
    const html = await get();
    expect(html).toContain("<b>три</b>");
    expect(html).not.toContain("alert(1)");
    expect(events).toEqual([
      {
        name: "otklik-widgets",
        event: {
          widget: "late",
          widgetContext: expect.objectContaining({
            dashboardName: "otklik-supervisor",
            widgetId: "widget-0",
            accountId: "000000000000",
            locale: "ru",
            timezone: { label: "Europe/Moscow", offsetISO: "+03:00", offsetInMinutes: 180 },
            timeRange: expect.objectContaining({
              mode: "relative",
              end: now + 60_000,
              start: now + 60_000 - 3 * 3_600_000,
            }),
            params: { widget: "late" },
            forms: { all: {} },
          }),
        },
      },
    ]);
  });

  test("forbids by policy what the filter might have missed", async () => {
    const { page } = pageWith([]);
    const { headers } = await page({ query: new URLSearchParams(), form: undefined });
    expect(headers["content-security-policy"]).toMatch(
      /default-src 'none'.*script-src 'sha256-[^ ]+'; .*frame-ancestors 'none'/,
    );
  });
});

describe("a control of a custom widget", () => {
  const call = (event: object, more = "") =>
    `<a>Открыть</a>\n<cwdb-action action="call" endpoint="${arn}" display="popup" ${more}>${JSON.stringify(event)}</cwdb-action>`;
  const field = (html: string): string =>
    (/name="otklik-action-0" value="([^"]*)"/.exec(html)?.[1] ?? "").replaceAll("&quot;", '"');
  const opening = (event: unknown): unknown =>
    JSON.stringify(event).includes('"open":7') ? "<p>Инцидент семь</p>" : call({ open: 7 });

  test("becomes a button that calls the function with its parameters and the inputs, and shows the answer over the page", async () => {
    const { get, post, events } = pageWith([custom], opening);
    const html = await get();
    expect(html).toMatch(/<button type="submit" name="otklik-action" value="0" class="cwdb-link">Открыть<\/button>/);
    const answer = await post({
      "otklik-widget": "0:0",
      "otklik-action": "0",
      "otklik-action-0": field(html),
      q: "яма",
    });
    expect(answer.body).toMatch(/role="dialog".*Инцидент семь/s);
    expect(events.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ open: 7, widgetContext: expect.objectContaining({ forms: { all: { q: "яма" } } }) }),
    );
  });

  test("asks first when it wants a confirmation", async () => {
    const { get, post, events } = pageWith([custom], () => call({ close: 7 }, 'confirmation="Закрыть?"'));
    const fields = { "otklik-widget": "0:0", "otklik-action": "0", "otklik-action-0": field(await get()) };
    expect((await post(fields)).body).toContain("<p>Закрыть?</p>");
    expect(events.filter(({ event }) => JSON.stringify(event).includes("close"))).toEqual([]);
    await post({ ...fields, "otklik-confirmed": "yes" });
    expect(events.filter(({ event }) => JSON.stringify(event).includes("close"))).toHaveLength(1);
  });

  test("cannot reach a function that no widget shows", async () => {
    const { get, post, events } = pageWith([custom], () => call({}));
    const forged = field(await get()).replace("otklik-widgets", "otklik-api");
    await post({ "otklik-widget": "0:0", "otklik-action": "0", "otklik-action-0": forged });
    expect(events.map(({ name }) => name)).not.toContain("otklik-api");
  });

  test("that no widget has is refused", async () => {
    const { post } = pageWith([custom]);
    expect((await post({ "otklik-widget": "0:0", "otklik-action": "0" })).status).toBe(400);
  });

  test("may be a whole row of a table", () => {
    const nodes = sanitise(
      parseMarkup("<table><tr><td>раз</td><td>два</td></tr><cwdb-action>{}</cwdb-action></table>"),
    );
    expect(renderMarkup(renderActions(nodes))).toMatch(
      /<tr><td><button [^>]+>раз<\/button><input [^>]+><\/td><td>два<\/td><\/tr>/,
    );
  });
});
