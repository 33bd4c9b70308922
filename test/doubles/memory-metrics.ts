import { createMetricStore, type MetricStore } from "../../local/metrics/metric-store.ts";

/** The metric store with nothing behind it. */
export function memoryMetrics(): MetricStore {
  return createMetricStore({
    persistence: { load: () => ({ series: [], buckets: [] }), save: async () => {} },
    report: (line) => {
      throw new Error(line);
    },
  });
}
