import { parseArn } from "../aws/arn.ts";
import type { BusEvent } from "../ports.ts";
import type { EventBus } from "../template/deployment.ts";

/** The event as rules match it and targets receive it. */
export interface EventEnvelope {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO instant in whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export function envelopeOf(event: BusEvent, bus: EventBus): EventEnvelope {
  const { account, region } = parseArn(bus.arn);
  return {
    version: "0",
    id: event.id,
    "detail-type": event.type,
    source: event.source,
    account,
    time: wholeSeconds(event.time),
    region,
    resources: event.resources ?? [],
    detail: event.detail,
  };
}

export function wholeSeconds(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, "Z");
}
