import { type Held, nextOf, type Seat, seatOf, type Write } from "../../shared/domain/incident/held.ts";
import { fromHeldItem, toHeldItem } from "../../shared/store/held-item.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { keepsItsSignalsAnew, replaceWithSignals } from "../../shared/store/replace-incident.ts";
import { type Item, memoryTable, type StoreTable, TransactionConflict } from "./memory-table.ts";

type ReadItem = (item: Item) => Held;

/** `readItem`: of a table whose items nobody can change, one that remembers what it has read. */
export const memoryIncidents = (table: StoreTable = memoryTable(), readItem: ReadItem = fromHeldItem): Incidents => {
  const isExpected = (present: Item | undefined, seat: Seat | undefined): boolean => {
    if (present === undefined || seat === undefined) return present === undefined && seat === undefined;
    const { kind, version } = seatOf(readItem(present));
    return kind === seat.kind && version === seat.version;
  };
  const conditionOf =
    ({ before }: Write) =>
    (present: Item | undefined): boolean =>
      isExpected(present, before);
  const find = async (id: string): Promise<Held | undefined> => {
    const item = await table.read(id);
    return item === undefined ? undefined : readItem(item);
  };
  const together = async (writes: readonly Write[]): Promise<"written" | "conflict" | "busy"> => {
    try {
      const all = writes.map((write) => ({ item: toHeldItem(write.after), allowed: conditionOf(write) }));
      return (await table.writeAll(all)) ? "written" : "conflict";
    } catch (error) {
      if (error instanceof TransactionConflict) return "busy";
      throw error;
    }
  };
  const alone = async <Done>(write: Write, done: Done): Promise<Done | "conflict"> => {
    try {
      const { written } = await table.write(toHeldItem(write.after), conditionOf(write));
      return written ? done : "conflict";
    } catch (error) {
      if (error instanceof TransactionConflict) return "conflict";
      throw error;
    }
  };
  return {
    open: async (incident, awaited) => {
      const before = awaited === undefined ? undefined : seatOf({ kind: "placeholder", placeholder: awaited });
      const { written, present } = await table.write(toHeldItem({ kind: "incident", incident }), (existing) =>
        isExpected(existing, before),
      );
      if (written) return { kind: "opened" };
      if (present === undefined) throw new Error("The placeholder is gone.");
      return { kind: "present", held: readItem(present) };
    },
    find,
    findAll: async (ids) => {
      const found = await Promise.all(ids.map(async (id) => [id, await find(id)] as const));
      return new Map(found.flatMap(([id, held]) => (held === undefined ? [] : [[id, held]])));
    },
    read: async (id) => {
      const held = await find(id);
      return held?.kind === "incident" ? held.incident : undefined;
    },
    awaitSignal: (placeholder) => {
      const after: Held = { kind: "placeholder", placeholder };
      return alone(placeholder.version === 1 ? { after } : nextOf(after), "kept" as const);
    },
    together,
    replace: (incident) =>
      keepsItsSignalsAnew(incident)
        ? replaceWithSignals({ find, together }, incident)
        : alone(nextOf({ kind: "incident", incident }), "replaced" as const),
  };
};
