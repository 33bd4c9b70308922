import type { ProductEvent } from "../../shared/contracts/events.ts";
import { incidentEvents, rejectionEvent } from "../../shared/contracts/events-of.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { type RepublishReport, republishRequest } from "../../shared/contracts/republish.ts";
import { Rejection } from "../../shared/domain/signal/rejection.ts";
import type { Bus } from "../../shared/platform/bus.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { complaints } from "../../shared/platform/parse.ts";
import type { Histories } from "../../shared/store/ports.ts";

interface Parts {
  readonly histories: Histories;
  readonly bus: Bus;
  readonly counter: Counter;
}

/** A bus that refuses the same events so often in a row is not merely busy. */
const MOST_REFUSALS = 3;

/**
 * Announces again what happened in a period, from the histories that incidents keep, under the ids of then: whoever has
 * acted on an event knows it for the same. State, topic, territory and authority in it are those of now. Works as long
 * as it has time, and says where it stopped.
 */
export const republishEvents = ({ histories, bus, counter }: Parts) => {
  const put = async (events: readonly ProductEvent[]): Promise<void> => {
    let left = events;
    for (let refusals = 0; left.length > 0; refusals += 1) {
      if (refusals === MOST_REFUSALS) throw new Error(`The bus did not take ${left.length} events.`);
      const refused = await bus.put(left);
      counter.add(Metric.EventPublished, left.length - refused.length);
      left = refused;
    }
  };

  return async (request: unknown, hasTime: () => boolean): Promise<RepublishReport> => {
    const asked = republishRequest.safeParse(request);
    if (!asked.success) {
      const fields = complaints(asked.error).map(({ pointer, detail }) => `${pointer} ${detail}`);
      throw new Rejection(`The period was not understood: ${fields.join("; ")}.`);
    }
    const [from, to] = [Date.parse(asked.data.from), Date.parse(asked.data.to)];
    const within = ({ time }: ProductEvent): boolean => Date.parse(time) >= from && Date.parse(time) < to;
    const report = { read: 0, events: 0 };
    let { cursor } = asked.data;
    do {
      const { incidents, rejections, cursor: next } = await histories.page(cursor);
      const said = [...incidents.flatMap((incident) => incidentEvents(incident, 0)), ...rejections.map(rejectionEvent)];
      const events = said.filter(within);
      if (!asked.data.dryRun) await put(events);
      report.read += incidents.length + rejections.length;
      report.events += events.length;
      cursor = next;
    } while (cursor !== undefined && hasTime());
    return { ...report, ...(cursor === undefined ? {} : { cursor }) };
  };
};
