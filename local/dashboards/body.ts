import * as z from "zod/mini";

const axis = z.looseObject({ min: z.optional(z.number()), max: z.optional(z.number()), label: z.optional(z.string()) });

const annotation = z.looseObject({
  value: z.optional(z.number()),
  label: z.optional(z.string()),
  color: z.optional(z.string()),
});

const metricProperties = z.looseObject({
  title: z.optional(z.string()),
  view: z._default(z.string(), "timeSeries"),
  stacked: z._default(z.boolean(), false),
  metrics: z._default(z.array(z.array(z.unknown())), []),
  stat: z._default(z.string(), "Average"),
  /** Seconds. */
  period: z._default(z.number(), 300),
  setPeriodToTimeRange: z._default(z.boolean(), false),
  yAxis: z.optional(z.looseObject({ left: z.optional(axis), right: z.optional(axis) })),
  annotations: z.optional(
    z.looseObject({ horizontal: z.optional(z.array(annotation)), alarms: z.optional(z.array(z.string())) }),
  ),
});

const placed = {
  x: z.optional(z.number()),
  y: z.optional(z.number()),
  width: z._default(z.number(), 6),
  height: z._default(z.number(), 6),
};

const textWidget = z.object({
  type: z.literal("text"),
  ...placed,
  properties: z.looseObject({ markdown: z.string() }),
});
const metricWidget = z.object({ type: z.literal("metric"), ...placed, properties: metricProperties });
const alarmWidget = z.object({
  type: z.literal("alarm"),
  ...placed,
  properties: z.looseObject({ title: z.optional(z.string()), alarms: z.array(z.string()) }),
});
const customWidget = z.object({
  type: z.literal("custom"),
  ...placed,
  properties: z.looseObject({
    title: z._default(z.string(), ""),
    endpoint: z.string(),
    params: z._default(z.record(z.string(), z.unknown()), {}),
  }),
});

const widget = z.discriminatedUnion("type", [textWidget, metricWidget, alarmWidget, customWidget]);

/** A CloudWatch DashboardBody, as far as it is drawn here; a widget of another type is refused at start. */
const dashboardBody = z.looseObject({
  /** How far back the dashboard looks by itself, as `-PT3H`. */
  start: z.optional(z.string()),
  widgets: z.array(widget),
});

export type Widget = z.infer<typeof widget>;
export type MetricProperties = z.infer<typeof metricProperties>;
export type MetricWidget = z.infer<typeof metricWidget>;
export type CustomWidget = z.infer<typeof customWidget>;
export type AlarmWidget = z.infer<typeof alarmWidget>;
export type DashboardBody = z.infer<typeof dashboardBody>;

export function readDashboardBody(
  body: unknown,
): { kind: "read"; body: DashboardBody } | { kind: "refused"; why: string } {
  const parsed = dashboardBody.safeParse(body);
  if (parsed.success) return { kind: "read", body: parsed.data };
  const issue = parsed.error.issues[0];
  return { kind: "refused", why: `${z.core.toDotPath(issue?.path ?? [])}: ${issue?.message ?? "not understood"}` };
}
