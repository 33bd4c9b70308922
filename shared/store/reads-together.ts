import { setImmediate } from "node:timers/promises";
import type { Held } from "../domain/incident/held.ts";
import type { Incidents } from "./ports.ts";

/**
 * Incidents that are read in one request when they are asked for in one turn of the event loop, as by the messages of a
 * batch. Read units stay as they are. Where that request fails each is read alone: one that cannot be read holds up no other.
 */
export const readsTogether = (incidents: Incidents): Incidents => {
  let asked = new Set<string>();
  let answer: Promise<ReadonlyMap<string, Held> | undefined> | undefined;

  const readAll = async (): Promise<ReadonlyMap<string, Held> | undefined> => {
    await setImmediate();
    const ids = [...asked];
    asked = new Set();
    answer = undefined;
    if (ids.length === 1) return undefined;
    try {
      return await incidents.findAll(ids);
    } catch {
      return undefined;
    }
  };

  return {
    ...incidents,
    read: async (id) => {
      asked.add(id);
      answer ??= readAll();
      const found = await answer;
      if (found === undefined) return incidents.read(id);
      const held = found.get(id);
      return held?.kind === "incident" ? held.incident : undefined;
    },
  };
};
