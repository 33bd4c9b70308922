import * as z from "zod/mini";
import type { MetricStatistics } from "../ports.ts";
import type { RunnerStore } from "../store/store-port.ts";

export interface SeriesRow {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly total: MetricStatistics;
}

/** A bucket as it is now, or that it is no more. */
export type BucketRow =
  | { readonly key: string; readonly at: number; readonly gone: false; readonly statistics: MetricStatistics }
  | { readonly key: string; readonly at: number; readonly gone: true };

/** Where the metrics outlive the process. */
export interface MetricPersistence {
  load(): {
    readonly series: readonly SeriesRow[];
    readonly buckets: readonly { readonly key: string; readonly at: number; readonly statistics: MetricStatistics }[];
  };
  save(series: readonly SeriesRow[], buckets: readonly BucketRow[]): Promise<void>;
}

const statisticsColumns = { count: z.number(), sum: z.number(), minimum: z.number(), maximum: z.number() };
const seriesRow = z.object({
  key: z.string(),
  namespace: z.string(),
  name: z.string(),
  dimensions: z.string(),
  unit: z.string(),
  ...statisticsColumns,
});
const bucketRow = z.object({ key: z.string(), at: z.number(), ...statisticsColumns });
const dimensionsColumn = z.record(z.string(), z.string());

const statisticsSql = "count REAL NOT NULL, sum REAL NOT NULL, minimum REAL NOT NULL, maximum REAL NOT NULL";
const tables = [
  `CREATE TABLE IF NOT EXISTS metric_series (key TEXT PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL,
    dimensions TEXT NOT NULL, unit TEXT NOT NULL, ${statisticsSql}) STRICT, WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS metric_buckets (key TEXT NOT NULL, at INTEGER NOT NULL, ${statisticsSql},
    PRIMARY KEY (key, at)) STRICT, WITHOUT ROWID`,
];

/** The metrics' two tables in the runner's store. */
export async function storedMetrics(store: Pick<RunnerStore, "commit" | "read">): Promise<MetricPersistence> {
  await store.commit((database) => {
    for (const table of tables) database.run(table);
  });
  return {
    load: () =>
      store.read((database) => ({
        series: database.all("SELECT * FROM metric_series", seriesRow).map((row) => ({
          ...row,
          dimensions: dimensionsColumn.parse(JSON.parse(row.dimensions)),
          total: statistics(row),
        })),
        buckets: database
          .all("SELECT * FROM metric_buckets", bucketRow)
          .map((row) => ({ key: row.key, at: row.at, statistics: statistics(row) })),
      })),
    save: (series, buckets) =>
      store.commit((database) => {
        for (const { key, namespace, name, dimensions, unit, total } of series) {
          const named = [key, namespace, name, JSON.stringify(dimensions), unit];
          database.run(
            "INSERT OR REPLACE INTO metric_series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ...named,
            ...columns(total),
          );
        }
        for (const bucket of buckets) {
          const { key, at } = bucket;
          if (bucket.gone) database.run("DELETE FROM metric_buckets WHERE key = ? AND at = ?", key, at);
          else {
            const values = columns(bucket.statistics);
            database.run("INSERT OR REPLACE INTO metric_buckets VALUES (?, ?, ?, ?, ?, ?)", key, at, ...values);
          }
        }
      }, "kill"),
  };
}

const columns = ({ count, sum, minimum, maximum }: MetricStatistics): number[] => [count, sum, minimum, maximum];

const statistics = ({ count, sum, minimum, maximum }: MetricStatistics): MetricStatistics => ({
  count,
  sum,
  minimum,
  maximum,
});
