import type { Held, Write } from "../domain/incident/held.ts";
import { nextOf, seatOf } from "../domain/incident/held.ts";
import type { Incident } from "../domain/incident/incident.ts";
import type { Incidents } from "./ports.ts";

/** Whether the signals that joined an incident are to be kept for another time than they are. */
export const keepsItsSignalsAnew = ({ joined = [], joinedUntil, keptUntil }: Incident): boolean =>
  joined.length > 0 && joinedUntil !== keptUntil;

const keptWith = (held: Held | undefined, keptUntil: number | undefined): Write[] => {
  const until = keptUntil === undefined ? {} : { keptUntil };
  switch (held?.kind) {
    case "joined": {
      const { keptUntil: _, ...joined } = held.joined;
      const after = { kind: held.kind, joined: { ...joined, version: joined.version + 1, ...until } };
      return [{ after, before: seatOf(held) }];
    }
    case "incident": {
      // How long it is kept is no step of its history.
      const { keptUntil: _, ...merged } = held.incident;
      return [{ after: { kind: held.kind, incident: { ...merged, ...until } }, before: seatOf(held) }];
    }
    case "placeholder":
    case undefined:
      return [];
    default:
      return held satisfies never;
  }
};

/** Writes an incident's next version with what joined it: that is kept no longer than it, and no shorter. */
export const replaceWithSignals = async (
  incidents: Pick<Incidents, "find" | "together">,
  incident: Incident,
): Promise<"replaced" | "conflict"> => {
  const { joinedUntil: _, ...rest } = incident;
  const { joined = [], keptUntil } = incident;
  const held = await Promise.all(joined.map(({ id }) => incidents.find(id)));
  const next: Incident = { ...rest, ...(keptUntil === undefined ? {} : { joinedUntil: keptUntil }) };
  const writes = [nextOf({ kind: "incident", incident: next }), ...held.flatMap((each) => keptWith(each, keptUntil))];
  return (await incidents.together(writes)) === "written" ? "replaced" : "conflict";
};
