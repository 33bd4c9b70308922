import { dataDirectory, startEdition } from "../test/e2e/edition.ts";
import { comment, longText, percentile, sendAll, until } from "./edition-run.ts";

/** Signals accepted → incident per second on this machine, durable, with the load generator on the same cores. */
export const throughput = async (signals: number, clients: number) => {
  const data = dataDirectory();
  const edition = await startEdition(data.path);
  try {
    await sendAll(200, clients, (number) => edition.postVk(comment(1_000_000 + number, longText(number))));
    await until(edition, "IncidentOpened", 200, 60_000);
    const from = performance.now();
    const took = await sendAll(signals, clients, (number) => edition.postVk(comment(number, longText(number))));
    const accepted = performance.now() - from;
    await until(edition, "IncidentOpened", 200 + signals, 300_000);
    const done = performance.now() - from;
    return {
      signals,
      clients,
      acceptedPerSecond: (signals / accepted) * 1_000,
      registeredPerSecond: (signals / done) * 1_000,
      p50: percentile(took, 0.5),
      p99: percentile(took, 0.99),
    };
  } finally {
    await edition.stop();
    data.remove();
  }
};
