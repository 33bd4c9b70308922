import type { Match } from "../../functions/register/match.ts";
import { REASON_ATTRIBUTE } from "../../shared/contracts/queues.ts";
import type { DeadLetters } from "../../shared/platform/dead-letters.ts";
import type { Queue } from "../../shared/platform/queue.ts";
import { type DataKeys, envelopeSealer, type Sealer } from "../../shared/platform/sealing.ts";
import type { Identities } from "../../shared/store/identity-ports.ts";
import type { IncidentQueue, Incidents } from "../../shared/store/ports.ts";
import type { MemoryIdentities } from "../doubles/memory-identities.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { type StoreTable, TransactionConflict } from "../doubles/memory-table.ts";
import { heldOf } from "./held-of.ts";
import type { Invocation } from "./invocation.ts";
import type { SimulatedQueue } from "./simulated-queue.ts";
import type { SimulatedTable } from "./simulated-table.ts";

/** What DynamoDB says while somebody else's transaction is at an item, as the stores know it. */
const unlessBusy = async <Answer>(write: Promise<Answer>): Promise<Answer> => {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Error && error.name === "TransactionConflictException") throw new TransactionConflict();
    throw error;
  }
};

/** The table, as one invocation calls it. */
export const tableFor = ({ call }: Invocation, table: SimulatedTable): StoreTable => ({
  read: (key) => call("read", () => table.read(key)),
  write: (item, allowed) => unlessBusy(call("write", () => table.write(item, allowed))),
  writeAll: (writes) => unlessBusy(call("write", () => table.writeAll(writes))),
  query: (index, partition) => call("read", () => table.query(index, partition)),
});

/** One signal in so many is taken to be of a matter that is known. */
const ONE_IN = 4;

/** Some signals join the newest open incident of their topic that the index shows: it may have been answered meanwhile. */
export const sameTopic =
  (queue: IncidentQueue): Match =>
  async ({ id, centre, topic, kind }) => {
    if (kind === "thanks" || id.charCodeAt(0) % ONE_IN !== 0) return { similar: [] };
    const { items } = await queue.page({ centre, open: true, filter: { topic }, limit: 5 });
    const known = items.find((row) => row.id !== id);
    return known === undefined ? { similar: [] } : { join: [known.id], similar: [] };
  };

/** SQS takes ten messages at once, and each of them or not. */
const AT_ONCE = 10;

/** A queue, as one invocation calls it. */
export const queueFor = <Message>({ call }: Invocation, queue: SimulatedQueue): Queue<Message> => ({
  send: async (message) => void (await call("write", () => queue.send({ body: JSON.stringify(message) }))),
  sendAll: async (messages) => {
    for (let start = 0; start < messages.length; start += AT_ONCE)
      await call("write", () => {
        for (const { message, delaySeconds = 0, fifo } of messages.slice(start, start + AT_ONCE)) {
          const order = fifo && { groupId: fifo.group, deduplicationId: fifo.deduplicationId };
          queue.send({ body: JSON.stringify(message), delaySeconds, ...order });
        }
      });
  },
});

/** Who citizens are lies in a table of its own, which no invariant here looks into: calls meet the faults all the same. */
export const identitiesFor = ({ call }: Invocation, identities: MemoryIdentities): Identities => ({
  keep: async (identity) => await call("write", () => identities.keep(identity)),
  asked: (citizen, question) => call("write", () => void identities.asked(citizen, question)),
  unlink: (citizen, signalId) => call("write", () => void identities.unlink(citizen, signalId)),
  read: async (citizen) => {
    await call("read", () => {});
    return identities.read(citizen);
  },
});

export const sealerFor = ({ call, now }: Invocation, keys: DataKeys): Sealer =>
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

/** Incidents of the simulated table: nobody can change what is there, so that each version is read once. */
export const remembering = (table: StoreTable): Incidents => memoryIncidents(table, heldOf);

export const deadLettersFor = ({ call }: Invocation, queue: SimulatedQueue): DeadLetters => ({
  bury: async ({ body }, reason) =>
    void (await call("write", () =>
      queue.send({ body, attributes: { [REASON_ATTRIBUTE]: { type: "String", value: reason } } }),
    )),
});
