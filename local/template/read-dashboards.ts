import * as z from "zod/mini";
import type { Alarm, Dashboard } from "./deployment.ts";
import { noMeaning, tags } from "./no-meaning.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const dashboard = z.strictObject({
  DashboardName: z.optional(z.string()),
  DashboardBody: z.pipe(
    z.string(),
    z.transform((text): unknown => JSON.parse(text)),
  ),
});

export function readDashboards(template: ResolvedTemplate): readonly Dashboard[] {
  return template
    .all("AWS::CloudWatch::Dashboard", dashboard)
    .map(({ name, properties }) => ({ name, body: properties.DashboardBody }));
}

const onScreen = noMeaning("Alarms are shown on the runner's pages; it sends nobody a mail.");

const alarm = z.strictObject({
  AlarmName: z.optional(z.string()),
  AlarmDescription: z._default(z.string(), ""),
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z._default(z.array(z.strictObject({ Name: z.string(), Value: z.string() })), []),
  Statistic: z.optional(z.string()),
  ExtendedStatistic: z.optional(z.string()),
  Period: z.number(),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.optional(z.number()),
  Threshold: z.number(),
  ComparisonOperator: z.string(),
  TreatMissingData: z._default(z.string(), "missing"),
  Unit: noMeaning("A metric of the product has one unit."),
  AlarmActions: onScreen,
  OKActions: onScreen,
  InsufficientDataActions: onScreen,
  ActionsEnabled: onScreen,
  Tags: tags,
});

export function readAlarms(template: ResolvedTemplate): readonly Alarm[] {
  return template.all("AWS::CloudWatch::Alarm", alarm).map(({ name, properties }) => ({
    name,
    description: properties.AlarmDescription,
    namespace: properties.Namespace,
    metric: properties.MetricName,
    dimensions: Object.fromEntries(properties.Dimensions.map(({ Name, Value }) => [Name, Value])),
    statistic: properties.Statistic ?? properties.ExtendedStatistic ?? "Average",
    periodSeconds: properties.Period,
    evaluationPeriods: properties.EvaluationPeriods,
    datapointsToAlarm: properties.DatapointsToAlarm ?? properties.EvaluationPeriods,
    threshold: properties.Threshold,
    comparison: properties.ComparisonOperator,
    treatMissing: properties.TreatMissingData,
  }));
}
