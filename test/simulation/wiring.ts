import type { APIGatewayProxyEventV2, DynamoDBStreamEvent, SQSEvent } from "aws-lambda";
import { answerRequest } from "../../functions/api/answer-request.ts";
import { claimStage } from "../../functions/claim/claim-stage.ts";
import { deliverAlerts } from "../../functions/deliver/deliver-alerts.ts";
import { handOverReplies } from "../../functions/dispatch/hand-over-replies.ts";
import { accept } from "../../functions/intake/accept.ts";
import { publishChanges } from "../../functions/publish/publish-changes.ts";
import { recomputeCentre } from "../../functions/recompute/recompute-centre.ts";
import { registerMessage } from "../../functions/register/register-message.ts";
import type { FindWayBack } from "../../functions/reply/find-way-back.ts";
import { pacing } from "../../functions/reply/pacing.ts";
import { workOff } from "../../functions/reply/work-off.ts";
import { sweep } from "../../functions/watch/sweep.ts";
import { dueMessage } from "../../shared/contracts/due-message.ts";
import { eventIdsOf, type Notice, toldMark } from "../../shared/contracts/notices.ts";
import { recomputeMessage } from "../../shared/contracts/recompute.ts";
import { secrets } from "../../shared/contracts/secrets.ts";
import { signalMessage } from "../../shared/contracts/signal-message.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { SECOND } from "../../shared/domain/time/instant.ts";
import type { Bus } from "../../shared/platform/bus.ts";
import { failureFacts } from "../../shared/platform/log.ts";
import { noticeQueues } from "../../shared/platform/notice-queues.ts";
import { noticeWorker } from "../../shared/platform/notice-worker.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { queueWorker } from "../../shared/platform/queue-worker.ts";
import type { DataKeys } from "../../shared/platform/sealing.ts";
import { deliveredKey } from "../../shared/store/keys.ts";
import type { DeliveredAlerts, Incidents } from "../../shared/store/ports.ts";
import { memoryAlertedClocks } from "../doubles/memory-alerted-clocks.ts";
import { memoryAssignments } from "../doubles/memory-assignments.ts";
import { memoryBotChats } from "../doubles/memory-bot-chats.ts";
import type { MemoryIdentities } from "../doubles/memory-identities.ts";
import { memoryPseudonyms } from "../doubles/memory-keys.ts";
import { memoryAcceptedKeys, memoryDeliveredAlerts, memoryRejections } from "../doubles/memory-ledger.ts";
import { memoryPosNumbers } from "../doubles/memory-pos-numbers.ts";
import { memoryQueue } from "../doubles/memory-queue.ts";
import type { StoreTable } from "../doubles/memory-table.ts";
import { memoryUnsent } from "../doubles/memory-unsent.ts";
import { lambdaContext } from "../fixtures/lambda-context.ts";
import { deadLettersFor, identitiesFor, queueFor, remembering, sameTopic, sealerFor, tableFor } from "./calls.ts";
import type { Invocation } from "./invocation.ts";
import type { Settings } from "./settings.ts";
import type { SimulatedBus } from "./simulated-bus.ts";
import { type SimulatedPlatform, simulatedWaysBack } from "./simulated-platform.ts";
import type { SimulatedQueue } from "./simulated-queue.ts";
import type { SimulatedTable } from "./simulated-table.ts";
import { simulatedWatchList } from "./simulated-watch-list.ts";

export const queueNames = ["signals", "due", "alerts", "notices", "recompute", "replies"] as const;
type QueueName = (typeof queueNames)[number];

/** Everything the functions call. */
export interface SimulatedParts {
  readonly table: SimulatedTable;
  readonly bus: SimulatedBus;
  readonly queues: Readonly<Record<QueueName, SimulatedQueue>>;
  readonly dead: Readonly<Record<QueueName | "publish" | "dispatch", SimulatedQueue>>;
  readonly platform: SimulatedPlatform;
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
  readonly waysBack?: (find: FindWayBack) => FindWayBack;
}

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const uncounted = { add: () => {} };

export const partnerKey = "portal-key";
export const community = { groupId: 219_400_001, secret: "present" };

const known = secrets.parse({
  vk: [{ ...community, confirmation: "c0de", centre: "fixture" }],
  partners: [{ id: "portal", key: partnerKey, centre: "fixture" }],
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
        botChats: memoryBotChats(tableFor(invocation, table)),
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

    dispatch: (invocation: Invocation, event: DynamoDBStreamEvent) => {
      const work = handOverReplies({
        ...shared,
        replies: queueFor(invocation, queues.replies),
        deadLetters: deadLettersFor(invocation, dead.dispatch),
      });
      return work(event);
    },

    reply: (invocation: Invocation, event: SQSEvent) => {
      const { now, remaining } = invocation;
      const findWayBack = simulatedWaysBack(invocation, parts.platform);
      const work = workOff({
        ...shared,
        incidents: incidentsFor(invocation),
        identities: identitiesFor(invocation, parts.identities),
        sealer: sealerFor(invocation, parts.keys),
        secrets: async () => known,
        findWayBack: sabotage.waysBack?.(findWayBack) ?? findWayBack,
        telegram: "off",
        pacing: pacing({ age: now, now, wait: async () => {} }),
        deadLetters: deadLettersFor(invocation, dead.replies),
        now,
      });
      return work(event, { getRemainingTimeInMillis: remaining });
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
        clocks: memoryAlertedClocks(tableFor(invocation, table)),
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
