import * as z from "zod/mini";
import type { Edition } from "../test/e2e/edition.ts";

const metered = z.object({
  aws: z.record(
    z.string(),
    z.object({
      requests: z.number(),
      byOperation: z.record(z.string(), z.number()),
      writeUnits: z.number(),
      readUnits: z.number(),
    }),
  ),
  metrics: z.array(z.looseObject({ name: z.string(), sum: z.number(), dimensions: z.record(z.string(), z.string()) })),
});

export interface Use {
  readonly requests: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly byOperation: Readonly<Record<string, number>>;
}

/** What the functions have called and consumed so far, by function. */
export const useSoFar = async ({ url }: Edition): Promise<Readonly<Record<string, Use>>> =>
  metered.parse(await (await fetch(`${url}/local/metrics`)).json()).aws;

/** The sum of a product metric since the directory was made. */
export const counted = async ({ url }: Edition, name: string): Promise<number> =>
  metered
    .parse(await (await fetch(`${url}/local/metrics`)).json())
    .metrics.filter((metric) => metric.name === name)
    .reduce((sum, metric) => sum + metric.sum, 0);

const nothing: Use = { requests: 0, writeUnits: 0, readUnits: 0, byOperation: {} };

const difference = (before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(after).flatMap(([name, value]) => {
      const grown = value - (before[name] ?? 0);
      return grown === 0 ? [] : [[name, grown]];
    }),
  );

/** What was used between two looks, by function; functions that did nothing are left out. */
export const useBetween = (
  before: Readonly<Record<string, Use>>,
  after: Readonly<Record<string, Use>>,
): Readonly<Record<string, Use>> =>
  Object.fromEntries(
    Object.entries(after).flatMap(([name, use]) => {
      const from = before[name] ?? nothing;
      const grown = {
        requests: use.requests - from.requests,
        writeUnits: use.writeUnits - from.writeUnits,
        readUnits: use.readUnits - from.readUnits,
        byOperation: difference(from.byOperation, use.byOperation),
      };
      return grown.requests === 0 ? [] : [[name, grown] as const];
    }),
  );

/** 300 Cyrillic letters, as a long complaint has. */
export const longText = (number: number): string =>
  `На улице Зегеля уже вторую неделю яма на дороге, машины объезжают её по тротуару. Обращение ${number}. `
    .repeat(4)
    .slice(0, 300);

export const comment = (number: number, text: string): Record<string, unknown> => ({
  type: "wall_reply_new",
  event_id: `bench-${number}`,
  object: { id: number, from_id: 10_000 + number, owner_id: -1, post_id: 7, date: 1_773_122_400, text },
});

/** Waits until a count of a product metric has been reached; answers the milliseconds it took. */
export const until = async (edition: Edition, metric: string, wanted: number, patience: number): Promise<number> => {
  const from = performance.now();
  for (;;) {
    const found = await counted(edition, metric);
    if (found >= wanted) return performance.now() - from;
    if (performance.now() - from > patience)
      throw new Error(`${metric} is ${found} of ${wanted} after ${Math.round(patience / 1000)} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** Sends what `send` makes of 0…count-1 with so many requests at a time; answers each one's milliseconds, sorted. */
export const sendAll = async (
  count: number,
  atOnce: number,
  send: (number: number) => Promise<Response>,
): Promise<readonly number[]> => {
  const took: number[] = [];
  let next = 0;
  const client = async () => {
    for (let number = next++; number < count; number = next++) {
      const from = performance.now();
      const response = await send(number);
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`Message ${number} was answered with ${response.status}.`);
      took.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return took.toSorted((a, b) => a - b);
};

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
