import type { MetricReader, MetricSample, MetricSink, MetricStatistics } from "../ports.ts";
import type { BucketRow, MetricPersistence, SeriesRow } from "./metric-persistence.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Minutes are kept this long, then they become hours. */
const MINUTES_KEPT = 26 * HOUR;
const HOURS_KEPT = 63 * 24 * HOUR;
const FLUSH_MILLISECONDS = 1000;

interface Series {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  total: MetricStatistics;
  readonly buckets: Map<number, MetricStatistics>;
}

export interface MetricStore extends MetricSink, MetricReader {
  start(): void;
  /** Writes what is not on disk yet. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Every metric in memory, a bucket a minute (an hour, once a day old), written to disk each second. What a crash takes
 * is a second of counting; nothing that a citizen is owed hangs on it.
 */
export function createMetricStore({
  persistence,
  report,
}: {
  persistence: MetricPersistence;
  report: (line: string) => void;
}): MetricStore {
  const all = new Map<string, Series>();
  /** The same by what is read off a sample at once: its key is made for the first of a series alone. */
  const met = new Map<string, Series>();
  let changedSeries = new Set<Series>();
  let changedBuckets = new Map<string, { series: Series; at: number }>();
  let newest = 0;
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();

  const stored = persistence.load();
  for (const row of stored.series) all.set(row.key, { ...row, buckets: new Map() });
  for (const row of stored.buckets) {
    all.get(row.key)?.buckets.set(row.at, row.statistics);
    newest = Math.max(newest, row.at);
  }

  const touch = (series: Series, at: number): void => {
    changedSeries.add(series);
    changedBuckets.set(`${series.key}@${at}`, { series, at });
  };
  const seriesOf = (sample: MetricSample): Series => {
    const mark = markOf(sample);
    const known = met.get(mark) ?? firstOf(sample);
    met.set(mark, known);
    return known;
  };
  const firstOf = ({ namespace, name, dimensions, unit }: MetricSample): Series => {
    const key = keyOf(namespace, name, dimensions);
    const known = all.get(key);
    if (known !== undefined) return known;
    const made: Series = { key, namespace, name, dimensions, unit, total: none, buckets: new Map() };
    all.set(key, made);
    return made;
  };
  const record = (samples: readonly MetricSample[]): void => {
    for (const sample of samples) {
      const statistics = statisticsOf(sample.values);
      if (statistics === undefined) continue;
      const series = seriesOf(sample);
      const at = Math.floor(sample.at / MINUTE) * MINUTE;
      series.total = merged(series.total, statistics);
      series.buckets.set(at, merged(series.buckets.get(at) ?? none, statistics));
      newest = Math.max(newest, at);
      touch(series, at);
    }
  };
  const compact = (): void => {
    for (const series of all.values()) {
      for (const [at, statistics] of series.buckets) {
        if (at < newest - HOURS_KEPT) series.buckets.delete(at);
        else if (at < newest - MINUTES_KEPT && at % HOUR !== 0) {
          const hour = Math.floor(at / HOUR) * HOUR;
          series.buckets.delete(at);
          series.buckets.set(hour, merged(series.buckets.get(hour) ?? none, statistics));
          touch(series, hour);
        } else continue;
        touch(series, at);
      }
    }
  };
  const write = async (): Promise<void> => {
    if (changedSeries.size === 0) return;
    const series = [...changedSeries].map(rowOf);
    const buckets = [...changedBuckets.values()].map(({ series: { key, buckets: held }, at }): BucketRow => {
      const statistics = held.get(at);
      return statistics === undefined ? { key, at, gone: true } : { key, at, gone: false, statistics };
    });
    changedSeries = new Set();
    changedBuckets = new Map();
    await persistence.save(series, buckets);
  };
  const flush = (): Promise<void> => {
    flushing = flushing.then(write);
    return flushing;
  };

  return {
    record,
    flush,
    series({ namespace, name, dimensions }, from, to, periodSeconds) {
      const period = Math.max(MINUTE, periodSeconds * 1000);
      const grouped = new Map<number, MetricStatistics>();
      const buckets = all.get(keyOf(namespace, name, dimensions))?.buckets ?? new Map<number, MetricStatistics>();
      for (const [at, statistics] of within(buckets, from, to)) {
        const start = Math.floor(at / period) * period;
        grouped.set(start, merged(grouped.get(start) ?? none, statistics));
      }
      return [...grouped].toSorted(([a], [b]) => a - b).map(([at, statistics]) => ({ at, statistics }));
    },
    totals: () =>
      [...all.values()].map(({ namespace, name, dimensions, unit, total }) => ({
        namespace,
        name,
        dimensions,
        unit,
        statistics: total,
      })),
    start() {
      let seconds = 0;
      timer = setInterval(() => {
        seconds += 1;
        if (seconds % 600 === 0) compact();
        flush().catch((thrown: unknown) => {
          flushing = Promise.resolve();
          report(`metrics could not be written: ${String(thrown)}`);
        });
      }, FLUSH_MILLISECONDS);
    },
    async stop() {
      clearInterval(timer);
      compact();
      await flush();
    },
  };
}

const none: MetricStatistics = {
  count: 0,
  sum: 0,
  minimum: Number.POSITIVE_INFINITY,
  maximum: Number.NEGATIVE_INFINITY,
};

function statisticsOf(values: readonly number[]): MetricStatistics | undefined {
  const [only] = values;
  if (values.length === 1 && only !== undefined && Number.isFinite(only))
    return { count: 1, sum: only, minimum: only, maximum: only };
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  return finite.map((value) => ({ count: 1, sum: value, minimum: value, maximum: value })).reduce(merged);
}

function merged(a: MetricStatistics, b: MetricStatistics): MetricStatistics {
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
  };
}

/** A short stretch is looked up minute by minute, a long one by going through what is there. */
function* within(
  buckets: ReadonlyMap<number, MetricStatistics>,
  from: number,
  to: number,
): Generator<[number, MetricStatistics]> {
  if ((to - from) / MINUTE >= buckets.size) {
    for (const [at, statistics] of buckets) if (at >= from && at < to) yield [at, statistics];
    return;
  }
  for (let at = Math.ceil(from / MINUTE) * MINUTE; at < to; at += MINUTE) {
    const statistics = buckets.get(at);
    if (statistics !== undefined) yield [at, statistics];
  }
}

function keyOf(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify([namespace, name, ...Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Tells samples of different series apart; one whose dimensions stand in another order has another mark of the same series. */
function markOf({ namespace, name, dimensions }: MetricSample): string {
  let mark = `${namespace}\n${name}`;
  for (const dimension in dimensions) mark += `\n${dimension}\n${dimensions[dimension]}`;
  return mark;
}

const rowOf = ({ key, namespace, name, dimensions, unit, total }: Series): SeriesRow => ({
  key,
  namespace,
  name,
  dimensions,
  unit,
  total,
});
