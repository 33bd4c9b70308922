import type { Cost } from "./cost.ts";

/** List prices in US dollars per million, us-east-1, arm64, without a free tier (AWS price lists, 2026). */
const PER_MILLION = {
  writeUnits: 0.625,
  readUnits: 0.125,
  httpApi: 1.0,
  sqs: 0.4,
  events: 1.0,
  invocations: 0.2,
} as const;
const PER_GIGABYTE_SECOND = 0.0000133;

/** What one invocation of each function is taken to last, and its memory: to be replaced by figures of a deployment. */
const ASSUMED_SECONDS = 0.02;
const GIGABYTES = 0.25;

const operations = (cost: Cost, of: (name: string) => boolean): number =>
  Object.values(cost.byFunction)
    .flatMap(({ byOperation }) => Object.entries(byOperation))
    .reduce((sum, [name, count]) => sum + (of(name) ? count : 0), 0) / cost.signals;

/**
 * The list price of a million signals in dollars, from what was metered. The queue's side of each batch is added: one
 * receive and one deletion by Lambda's poller for as many messages as `batch` says.
 */
export const pricePerMillion = (cost: Cost, batch: number): number => {
  const sqs = operations(cost, (name) => name.startsWith("sqs:")) + 2 / batch;
  const events = operations(cost, (name) => name === "events:PutEvents");
  const invocations = 1 + 2 / batch;
  return (
    cost.writeUnits * PER_MILLION.writeUnits +
    cost.readUnits * PER_MILLION.readUnits +
    PER_MILLION.httpApi +
    sqs * PER_MILLION.sqs +
    // An event is billed for itself, however many go in one request.
    Math.max(1, events) * PER_MILLION.events +
    invocations * (PER_MILLION.invocations + ASSUMED_SECONDS * GIGABYTES * PER_GIGABYTE_SECOND * 1_000_000)
  );
};

/** The floor that no design with a function and a table goes below: one invocation, one write, one closing write. */
export const FLOOR_PER_MILLION = 1.45;
