import { randomUUID } from "node:crypto";
import type { Bus, BusEvent } from "../ports.ts";
import type { RunnerStore } from "../store/store-port.ts";
import type { Deployment, Rule } from "../template/deployment.ts";
import type { Deliveries, Lane } from "./delivery.ts";
import { envelopeOf } from "./envelope.ts";
import { writeDown } from "./journal.ts";
import { templatePattern } from "./template-pattern.ts";

const laneKey = (rule: Rule, targetId: string): string => `rule/${rule.busName}/${rule.name}/${targetId}`;

/** The ways from every rule of the deployment to its targets. */
export function ruleLanes(deployment: Pick<Deployment, "rules">): readonly Lane[] {
  return deployment.rules.flatMap((rule) =>
    rule.targets.map((target) => ({ key: laneKey(rule, target.id), target, origin: { RULE_ARN: rule.arn } })),
  );
}

/** An event and the deliveries it causes are on disk before `put` answers. An event with a known id is not delivered again. */
export function createEventBus(options: {
  store: RunnerStore;
  deployment: Pick<Deployment, "buses" | "rules">;
  deliveries: Deliveries;
}): Bus {
  const { store, deployment, deliveries } = options;
  const buses = new Map(deployment.buses.map((bus) => [bus.name, bus]));
  const rules = deployment.rules.map((rule) => ({
    ...rule,
    matches: templatePattern(rule.pattern, `rule ${rule.name}`),
  }));

  const outgoing = (event: BusEvent): readonly { lane: string; payload: string }[] => {
    const bus = buses.get(event.busName);
    if (bus === undefined) throw new Error(`the deployment has no event bus ${event.busName}`);
    const envelope = envelopeOf(event, bus);
    return rules
      .filter((rule) => rule.busName === event.busName && rule.matches(envelope))
      .flatMap((rule) =>
        rule.targets.map((target) => ({
          lane: laneKey(rule, target.id),
          payload: target.input ?? JSON.stringify(envelope),
        })),
      );
  };

  return {
    put: async (events) => {
      const identified = events.map((event) => ({ ...event, id: randomUUID() }));
      const routed = identified.map((event) => ({ event, ways: outgoing(event) }));
      const lanes = await store.commit((database) => {
        const fresh = routed.filter(({ event }) => writeDown(database, event)).flatMap(({ ways }) => ways);
        for (const { lane, payload } of fresh) deliveries.enqueue(database, lane, payload);
        return new Set(fresh.map(({ lane }) => lane));
      });
      deliveries.wake([...lanes]);
      return identified.map((event) => event.id);
    },
    get pending() {
      return deliveries.pending;
    },
  };
}
