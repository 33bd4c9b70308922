import { dataDirectory, startEdition } from "../test/e2e/edition.ts";
import { comment, longText, percentile } from "./edition-run.ts";

const WARM_UP = 200;

/** Milliseconds until a webhook is answered by the one-machine edition, at so many calls a second whatever they take. */
export const steadyAnswers = async (perSecond: number, seconds: number) => {
  const data = dataDirectory();
  const edition = await startEdition(data.path, { OTKLIK_RATE: "off" });
  try {
    const took: number[] = [];
    const send = async (number: number): Promise<void> => {
      const from = performance.now();
      const response = await edition.postVk(comment(number, longText(number)));
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`Message ${number} was answered with ${response.status}.`);
      if (number >= WARM_UP) took.push(performance.now() - from);
    };
    const start = performance.now();
    const sent: Promise<void>[] = [];
    for (let number = 0; number < WARM_UP + perSecond * seconds; number += 1) {
      const wait = start + (number * 1_000) / perSecond - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      sent.push(send(number));
    }
    await Promise.all(sent);
    const sorted = took.toSorted((one, other) => one - other);
    return { perSecond, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
  } finally {
    await edition.stop();
    data.remove();
  }
};
