import type { Held } from "../../shared/domain/incident/held.ts";
import { itemKindOf, TABLE_KEY } from "../../shared/store/keys.ts";
import { heldOf } from "./held-of.ts";
import type { Installation } from "./installation.ts";

/** What is at the keys of signals in the end. */
const heldIn = ({ parts }: Installation): ReadonlyMap<string, Held> => {
  const held = new Map<string, Held>();
  for (const { item } of parts.table.changes) {
    const kind = itemKindOf(item);
    if (kind === "incident" || kind === "joined" || kind === "placeholder")
      held.set(String(item[TABLE_KEY]), heldOf(item));
  }
  return held;
};

/** The incidents that say of each signal that it is theirs: there is to be one. */
export const homesIn = (installation: Installation): ReadonlyMap<string, readonly string[]> => {
  const homes = new Map<string, string[]>();
  for (const held of heldIn(installation).values()) {
    if (held.kind !== "incident" || held.incident.merged !== undefined) continue;
    const { id, joined = [] } = held.incident;
    for (const signal of [id, ...joined.map((entry) => entry.id)])
      homes.set(signal, [...(homes.get(signal) ?? []), id]);
  }
  return homes;
};

/** Signals that point where nobody knows them. */
export const strayIn = (installation: Installation, homes: ReturnType<typeof homesIn>): readonly string[] =>
  [...heldIn(installation)].flatMap(([id, held]) => {
    const into =
      held.kind === "joined"
        ? held.joined.incidentId
        : held.kind === "incident"
          ? held.incident.merged?.into
          : undefined;
    return into === undefined || homes.get(id)?.includes(into) === true
      ? []
      : [`signal ${id} points to ${into}, which has it not`];
  });
