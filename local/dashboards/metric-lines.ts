import * as z from "zod/mini";
import { statisticOf } from "../alarms/evaluate.ts";
import type { MetricReader } from "../ports.ts";
import type { MetricProperties } from "./body.ts";

/** A stretch of the product's time in epoch milliseconds, `to` excluded. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface Line {
  readonly label: string;
  readonly color: string | undefined;
  readonly periodSeconds: number;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

const options = z.looseObject({
  label: z.optional(z.string()),
  color: z.optional(z.string().check(z.regex(/^#[0-9a-f]{3,8}$/i))),
  stat: z.optional(z.string()),
  period: z.optional(z.number()),
  visible: z.optional(z.boolean()),
});

interface Reference {
  readonly names: readonly string[];
  readonly options: z.infer<typeof options>;
}

/** More points than this on a line say nothing more. */
const MOST_POINTS = 360;

/** The lines a metric widget asks for, read from the metrics. Math expressions are not computed and left out. */
export function linesOf(properties: MetricProperties, metrics: MetricReader, range: TimeRange): readonly Line[] {
  return referencesOf(properties.metrics).flatMap(({ names, options: given }): Line[] => {
    const [namespace = "", name = "", ...pairs] = names;
    if (name === "" || given.visible === false) return [];
    const whole = properties.setPeriodToTimeRange;
    const periodSeconds = whole ? 60 : readablePeriod(given.period ?? properties.period, range);
    const statistic = given.stat ?? properties.stat;
    const metric = { namespace, name, dimensions: pairsOf(pairs) };
    const series = metrics.series(metric, range.from, range.to, periodSeconds);
    const points = (whole ? asOne(series) : series).map(({ at, statistics }) => ({
      at,
      value: statisticOf(statistic, statistics),
    }));
    return [
      {
        label: given.label ?? [name, ...pairs.filter((_, at) => at % 2 === 1)].join(" "),
        color: given.color,
        periodSeconds,
        points,
      },
    ];
  });
}

/** In an array of metrics `.` repeats what stood at that place above, and `...` all of it up to the last ones given. */
function referencesOf(rows: readonly (readonly unknown[])[]): readonly Reference[] {
  let above: readonly string[] = [];
  return rows.flatMap((row): Reference[] => {
    const given = options.safeParse(row.at(-1));
    const written = row.filter((part) => typeof part === "string");
    if (written.length === 0) return [];
    const [first, ...rest] = written;
    const expanded = first === "..." ? [...above.slice(0, above.length - rest.length), ...rest] : written;
    const names = expanded.map((part, at) => (part === "." ? (above[at] ?? "") : part));
    above = names;
    return [{ names, options: given.success ? given.data : {} }];
  });
}

type Series = ReturnType<MetricReader["series"]>;

/** The whole stretch as one point, wherever the hours and days lie in it. */
function asOne(series: Series): Series {
  const [first] = series;
  if (first === undefined) return [];
  const all = series.map(({ statistics }) => statistics);
  const statistics = {
    count: all.reduce((sum, { count }) => sum + count, 0),
    sum: all.reduce((sum, one) => sum + one.sum, 0),
    minimum: Math.min(...all.map(({ minimum }) => minimum)),
    maximum: Math.max(...all.map(({ maximum }) => maximum)),
  };
  return [{ at: first.at, statistics }];
}

function pairsOf(names: readonly string[]): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (let at = 0; at + 1 < names.length; at += 2) pairs[names[at] ?? ""] = names[at + 1] ?? "";
  return pairs;
}

function readablePeriod(asked: number, { from, to }: TimeRange): number {
  const steps = [60, 300, 900, 3600, 21_600, 86_400];
  const least = (to - from) / 1000 / MOST_POINTS;
  return Math.max(asked, steps.find((step) => step >= least) ?? 86_400, 60);
}
