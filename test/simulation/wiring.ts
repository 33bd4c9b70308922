import type { APIGatewayProxyEventV2, DynamoDBStreamEvent, SQSEvent } from "aws-lambda";
import { answerRequest } from "../../functions/api/answer-request.ts";
import { claimStage } from "../../functions/claim/claim-stage.ts";
import { deliverAlerts } from "../../functions/deliver/deliver-alerts.ts";
import { accept } from "../../functions/intake/accept.ts";
import { publishChanges } from "../../functions/publish/publish-changes.ts";
import { recomputeCentre } from "../../functions/recompute/recompute-centre.ts";
import type { Match } from "../../functions/register/match.ts";
import { registerMessage } from "../../functions/register/register-message.ts";
import { sweep } from "../../functions/watch/sweep.ts";
import { dueMessage } from "../../shared/contracts/due-message.ts";
import { eventIdsOf, type Notice, toldMark } from "../../shared/contracts/notices.ts";
import { REASON_ATTRIBUTE } from "../../shared/contracts/queues.ts";
import { recomputeMessage } from "../../shared/contracts/recompute.ts";
import { secrets } from "../../shared/contracts/secrets.ts";
import { signalMessage } from "../../shared/contracts/signal-message.ts";
import type { Centre } from "../../shared/domain/centre.ts";
import { SECOND } from "../../shared/domain/instant.ts";
import type { Bus } from "../../shared/platform/bus.ts";
import type { DeadLetters } from "../../shared/platform/dead-letters.ts";
import { failureFacts } from "../../shared/platform/log.ts";
import { noticeQueues } from "../../shared/platform/notice-queues.ts";
import { noticeWorker } from "../../shared/platform/notice-worker.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { queueWorker } from "../../shared/platform/queue-worker.ts";
import { type DataKeys, envelopeSealer, type Sealer } from "../../shared/platform/sealing.ts";
import type { DeliveredAlerts, Identities, IncidentQueue, Incidents } from "../../shared/store/ports.ts";
import { deliveredKey } from "../../shared/store/keys.ts";
import type { MemoryIdentities } from "../doubles/memory-identities.ts";
import { memoryAssignments } from "../doubles/memory-assignments.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryPseudonyms } from "../doubles/memory-keys.ts";
import { memoryAcceptedKeys, memoryDeliveredAlerts, memoryRejections } from "../doubles/memory-ledger.ts";
import { memoryPosNumbers } from "../doubles/memory-pos-numbers.ts";
import { memoryQueue } from "../doubles/memory-queue.ts";
import { memoryUnsent } from "../doubles/memory-unsent.ts";
import { type StoreTable, TransactionConflict } from "../doubles/memory-table.ts";
import { lambdaContext } from "../fixtures/lambda-context.ts";
import { heldOf } from "./held-of.ts";
import type { Invocation } from "./invocation.ts";
import type { Settings } from "./settings.ts";
import type { SimulatedBus } from "./simulated-bus.ts";
import type { SimulatedQueue } from "./simulated-queue.ts";
import type { SimulatedTable } from "./simulated-table.ts";
import { simulatedWatchList } from "./simulated-watch-list.ts";

export const queueNames = ["signals", "due", "alerts", "notices", "recompute"] as const;
type QueueName = (typeof queueNames)[number];

/** Everything the functions call. */
export interface SimulatedParts {
  readonly table: SimulatedTable;
  readonly bus: SimulatedBus;
  readonly queues: Readonly<Record<QueueName, SimulatedQueue>>;
  readonly dead: Readonly<Record<QueueName | "publish", SimulatedQueue>>;
  readonly identities: MemoryIdentities;
  readonly keys: DataKeys;
  /** The centre's data as they are. */
  readonly centre: () => Centre;
  /** People on duty are told of alerts: each by the mark of event and address. */
  readonly told: (marks: readonly string[]) => void;
}

/** A function of the product with something taken out of it, to see whether the simulator notices. */
export interface Sabotage {
  readonly incidents?: (table: StoreTable) => Incidents;
  readonly signals?: <Message>(queue: Queue<Message>) => Queue<Message>;
  readonly bus?: (bus: Bus) => Bus;
}

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const uncounted = { add: () => {} };

export const partnerKey = "portal-key";
export const community = { groupId: 219_400_001, secret: "present" };

const known = secrets.parse({
  vk: [{ ...community, confirmation: "c0de", centre: "fixture" }],
  partners: [{ id: "portal", key: partnerKey, centre: "fixture" }],
});

/** What DynamoDB says while somebody else's transaction is at an item, as the stores know it. */
const unlessBusy = async <Answer>(write: Promise<Answer>): Promise<Answer> => {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Error && error.name === "TransactionConflictException") throw new TransactionConflict();
    throw error;
  }
};

const tableFor = ({ call }: Invocation, table: SimulatedTable): StoreTable => ({
  read: (key) => call("read", () => table.read(key)),
  write: (item, allowed) => unlessBusy(call("write", () => table.write(item, allowed))),
  writeAll: (writes) => unlessBusy(call("write", () => table.writeAll(writes))),
  query: (index, partition) => call("read", () => table.query(index, partition)),
});

/** One signal in so many is taken to be of a matter that is known. */
const ONE_IN = 4;

/** Some signals join the newest open incident of their topic that the index shows: it may have been answered meanwhile. */
const sameTopic =
  (queue: IncidentQueue): Match =>
  async ({ id, centre, topic, kind }) => {
    if (kind === "thanks" || id.charCodeAt(0) % ONE_IN !== 0) return { similar: [] };
    const { items } = await queue.page({ centre, open: true, filter: { topic }, limit: 5 });
    const known = items.find((row) => row.id !== id);
    return known === undefined ? { similar: [] } : { join: known.id, similar: [] };
  };

/** SQS takes ten messages at once, and each of them or not. */
const AT_ONCE = 10;

const queueFor = <Message>({ call }: Invocation, queue: SimulatedQueue): Queue<Message> => ({
  send: async (message) => void (await call("write", () => queue.send({ body: JSON.stringify(message) }))),
  sendAll: async (messages) => {
    for (let start = 0; start < messages.length; start += AT_ONCE)
      await call("write", () => {
        for (const { message, delaySeconds = 0 } of messages.slice(start, start + AT_ONCE))
          queue.send({ body: JSON.stringify(message), delaySeconds });
      });
  },
});

/** Who citizens are lies in a table of its own, which no invariant here looks into: calls meet the faults all the same. */
const identitiesFor = ({ call }: Invocation, identities: MemoryIdentities): Identities => ({
  keep: (identity) => call("write", () => void identities.keep(identity)),
  unlink: (citizen, signalId) => call("write", () => void identities.unlink(citizen, signalId)),
  read: async (citizen) => {
    await call("read", () => {});
    return identities.read(citizen);
  },
});

const sealerFor = ({ call, now }: Invocation, keys: DataKeys): Sealer =>
  envelopeSealer(
    {
      generate: async () => {
        await call("read", () => {});
        return keys.generate();
      },
      decrypt: async (encrypted) => {
        await call("read", () => {});
        return keys.decrypt(encrypted);
      },
    },
    now,
  );

const remembering = (table: StoreTable): Incidents => memoryIncidents(table, heldOf);

const deadLettersFor = ({ call }: Invocation, queue: SimulatedQueue): DeadLetters => ({
  bury: async ({ body }, reason) =>
    void (await call("write", () =>
      queue.send({ body, attributes: { [REASON_ATTRIBUTE]: { type: "String", value: reason } } }),
    )),
});

/**
 * The product's functions over simulated parts: the only place that knows how each is put together. A function is put
 * together anew for each invocation, so that all it calls belongs to that one.
 */
export const wire = (parts: SimulatedParts, { watchPage }: Settings, sabotage: Sabotage = {}) => {
  const { table, bus, queues, dead } = parts;
  const centre = async (): Promise<Centre> => parts.centre();
  const pseudonymOf = memoryPseudonyms();
  const shared = { centre, counter: uncounted, log: silent };
  const incidentsFor = (invocation: Invocation): Incidents =>
    (sabotage.incidents ?? remembering)(tableFor(invocation, table));

  const deliveredFor = (invocation: Invocation): DeliveredAlerts => ({
    ...memoryDeliveredAlerts(tableFor(invocation, table)),
    // One request asks for a hundred.
    untold: (ids) =>
      invocation.call("read", () => [...new Set(ids)].filter((id) => table.read(deliveredKey(id)) === undefined)),
  });

  return {
    intake: (invocation: Invocation) => {
      const stored = tableFor(invocation, table);
      const signals = queueFor<never>(invocation, queues.signals);
      return accept({
        ...shared,
        signals: sabotage.signals?.(signals) ?? signals,
        sealing: { sealer: sealerFor(invocation, parts.keys), pseudonymOf },
        acceptedKeys: memoryAcceptedKeys(stored),
        rejections: memoryRejections(stored),
        secrets: async () => known,
        doors: { telegram: "off" },
        now: invocation.now,
      });
    },

    register: (invocation: Invocation, event: SQSEvent) => {
      const register = registerMessage({
        ...shared,
        incidents: incidentsFor(invocation),
        identities: identitiesFor(invocation, parts.identities),
        sealer: sealerFor(invocation, parts.keys),
        match: sameTopic(memoryQueue(tableFor(invocation, table))),
        now: invocation.now,
      });
      const work = queueWorker({
        ...shared,
        schema: signalMessage,
        work: async (message) => void (await register(message)),
        deadLetters: deadLettersFor(invocation, dead.signals),
      });
      return work(event, lambdaContext("register"));
    },

    watch: (invocation: Invocation) => {
      const sweepOnce = sweep({
        ...shared,
        watchList: simulatedWatchList((...asked) => invocation.call("read", () => table.due(...asked)), watchPage),
        due: queueFor(invocation, queues.due),
        now: invocation.now,
      });
      return sweepOnce(() => invocation.remaining() > 5 * SECOND);
    },

    claim: (invocation: Invocation, event: SQSEvent) => {
      const claim = claimStage({ ...shared, incidents: incidentsFor(invocation), now: invocation.now });
      const work = queueWorker({
        ...shared,
        schema: dueMessage,
        work: async ({ incidentId }) => void (await claim(incidentId)),
        deadLetters: deadLettersFor(invocation, dead.due),
      });
      return work(event, lambdaContext("claim"));
    },

    publish: (invocation: Invocation, event: DynamoDBStreamEvent) => {
      const whole: Bus = { put: (events) => invocation.call("write", () => bus.put(events)) };
      const work = publishChanges({
        ...shared,
        bus: sabotage.bus?.(whole) ?? whole,
        due: queueFor(invocation, queues.due),
        deadLetters: deadLettersFor(invocation, dead.publish),
        now: invocation.now,
      });
      return work(event);
    },

    deliver: (invocation: Invocation, event: SQSEvent) => {
      const queue = queueFor<Notice>(invocation, queues.notices);
      const work = deliverAlerts({
        ...shared,
        delivered: deliveredFor(invocation),
        notices: noticeQueues({ topic: queue, mail: queue, max: queue, webhook: queue }),
        deadLetters: deadLettersFor(invocation, dead.alerts),
        now: invocation.now,
      });
      return work(event);
    },

    notify: (invocation: Invocation, event: SQSEvent) => {
      const send = async (notice: Notice) => {
        try {
          await invocation.call("write", () => parts.told(eventIdsOf(notice).map((id) => toldMark(id, notice.to))));
          return { kind: "sent" } as const;
        } catch (error) {
          return { kind: "later", why: failureFacts(error).error } as const;
        }
      };
      const work = noticeWorker({
        ...shared,
        send,
        queue: queueFor(invocation, queues.notices),
        told: deliveredFor(invocation),
        unsent: memoryUnsent(tableFor(invocation, table)),
        deadLetters: deadLettersFor(invocation, dead.notices),
        now: invocation.now,
      });
      return work(event);
    },

    recompute: (invocation: Invocation, event: SQSEvent) => {
      const work = queueWorker({
        ...shared,
        schema: recomputeMessage,
        work: recomputeCentre({
          ...shared,
          incidents: incidentsFor(invocation),
          queue: memoryQueue(tableFor(invocation, table)),
          next: queueFor(invocation, queues.recompute),
          now: invocation.now,
        }),
        deadLetters: deadLettersFor(invocation, dead.recompute),
      });
      return work(event, lambdaContext("recompute"));
    },

    api: (invocation: Invocation, event: APIGatewayProxyEventV2) => {
      const stored = tableFor(invocation, table);
      const answer = answerRequest({
        ...shared,
        incidents: remembering(stored),
        queue: memoryQueue(stored),
        assignments: memoryAssignments(stored),
        posNumbers: memoryPosNumbers(stored),
        pastRules: async () => undefined,
        presentCentre: shared.centre,
        identities: identitiesFor(invocation, parts.identities),
        sealer: sealerFor(invocation, parts.keys),
        now: invocation.now,
      });
      return answer(event);
    },
  };
};
