import * as z from "zod/mini";
import type { MetricSample } from "../ports.ts";

const directive = z.object({
  Namespace: z.string(),
  Dimensions: z._default(z.array(z.array(z.string())), [[]]),
  Metrics: z.array(z.object({ Name: z.string(), Unit: z._default(z.string(), "None") })),
});

const document = z.looseObject({
  _aws: z.object({ Timestamp: z.number(), CloudWatchMetrics: z.array(directive) }),
});

const values = z.union([z.number(), z.array(z.number())]);

/**
 * The metrics in a line of output, or nothing when the line is not one of CloudWatch's embedded metric format.
 * Each dimension set is a metric of its own; a dimension or a metric that the line names and does not hold is left out.
 * Format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function parseEmf(line: string): readonly MetricSample[] | undefined {
  if (!line.includes('"CloudWatchMetrics"')) return undefined;
  const parsed = document.safeParse(parsedJson(line));
  if (!parsed.success) return undefined;
  const { _aws: head, ...fields } = parsed.data;
  return head.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = dimensionsOf(names, fields);
      return Metrics.flatMap(({ Name, Unit }): MetricSample[] => {
        const found = values.safeParse(fields[Name]);
        if (!found.success) return [];
        const observed = Array.isArray(found.data) ? found.data : [found.data];
        return [{ namespace: Namespace, name: Name, dimensions, unit: Unit, values: observed, at: head.Timestamp }];
      });
    }),
  );
}

function dimensionsOf(names: readonly string[], fields: Readonly<Record<string, unknown>>): Record<string, string> {
  const held = names.flatMap((name): [string, string][] => {
    const value = fields[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
  return Object.fromEntries(held);
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
