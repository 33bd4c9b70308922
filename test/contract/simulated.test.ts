import { describe } from "vitest";
import type { Queues } from "../../local/ports.ts";
import { memoryAlertedClocks } from "../doubles/memory-alerted-clocks.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryAcceptedKeys, memoryDeliveredAlerts, memoryRejections } from "../doubles/memory-ledger.ts";
import { memoryQueue } from "../doubles/memory-queue.ts";
import type { StoreTable } from "../doubles/memory-table.ts";
import { type SimulatedQueue, simulatedQueue } from "../simulation/simulated-queue.ts";
import { simulatedTable } from "../simulation/simulated-table.ts";
import { simulatedWatchList } from "../simulation/simulated-watch-list.ts";
import { acceptedKeysContract } from "./accepted-keys.contract.ts";
import { alertedClocksContract } from "./alerted-clocks.contract.ts";
import { deliveredAlertsContract } from "./delivered-alerts.contract.ts";
import { incidentQueueContract } from "./incident-queue.contract.ts";
import { incidentsContract } from "./incidents.contract.ts";
import { orderedQueuesContract, standardQueuesContract } from "./queues.ts";
import { rejectionsContract } from "./rejections.contract.ts";
import { watchListContract } from "./watch-list.contract.ts";

const PAGE = 5;
const MOST_READ = 10;

/** The simulator's table as long as nothing goes wrong, under the stores that it simulates with. */
const openStores = async () => {
  const table = simulatedTable({ now: Date.now, lag: () => 0, onChange: () => {} });
  const stored: StoreTable = {
    read: async (key) => table.read(key),
    write: async (item, allowed) => table.write(item, allowed),
    writeAll: async (writes) => table.writeAll(writes),
    query: async (index, partition) => table.query(index, partition),
  };
  return {
    incidents: memoryIncidents(stored),
    queue: memoryQueue(stored, { mostRead: MOST_READ }),
    watchList: simulatedWatchList(async (...asked) => table.due(...asked), PAGE),
    acceptedKeys: memoryAcceptedKeys(stored),
    rejections: memoryRejections(stored),
    deliveredAlerts: memoryDeliveredAlerts(stored),
    alertedClocks: memoryAlertedClocks(stored),
  };
};

describe("the simulator's table", () => {
  describe("under incidents", () => incidentsContract(openStores));
  describe("under the queue", () => incidentQueueContract(openStores));
  describe("under the watch list", () => watchListContract(openStores));
  describe("under accepted keys", () => acceptedKeysContract(openStores));
  describe("under rejections", () => rejectionsContract(openStores));
  describe("under delivered alerts", () => deliveredAlertsContract(openStores));
  describe("under alerted clocks", () => alertedClocksContract(openStores));
});

const openQueues = async (): Promise<Queues> => {
  const listeners = new Set<() => void>();
  const dead = simulatedQueue({ name: "work-dead", now: Date.now });
  const work = simulatedQueue({
    name: "work",
    now: Date.now,
    dead: { queue: dead, maxReceiveCount: 2 },
    onSent: () => listeners.forEach((listener) => listener()),
  });
  const replies = simulatedQueue({ name: "replies", now: Date.now });
  const of = (name: string): SimulatedQueue => (name === "work" ? work : name === "replies.fifo" ? replies : dead);
  return {
    send: async (name, messages) => messages.map((message) => of(name).send(message)),
    receive: async (name, most, seconds) => of(name).receive(most, seconds),
    remove: async (name, receipts) => receipts.forEach((receipt) => of(name).remove(receipt)),
    release: async (name, receipts, seconds) => receipts.forEach((receipt) => of(name).release(receipt, seconds)),
    depth: async (name) => of(name).depth(),
    nextDelayedAt: async () => work.nextVisibleAt(),
    onArrival: (_name, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

describe("the simulator's queue", () => {
  standardQueuesContract(openQueues);
  describe("with groups", () => orderedQueuesContract(openQueues));
});
