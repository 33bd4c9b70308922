import { OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import type { KeptSignal } from "./signal.ts";
import type { Understanding } from "./understanding.ts";

/** Where a wording puts its matter, and whose it is there. */
export interface Location {
  readonly territory?: string | undefined;
  readonly authority?: string | undefined;
  readonly cell?: string | undefined;
  readonly understood?: Understanding["understood"] | undefined;
}

/**
 * An incident that one more wording gives a place, as when an edit has opened it before the message itself came. Where
 * nothing had told its territory and nobody has dealt with it yet, it goes where it would have gone.
 */
export const locateIncident = (
  incident: Incident,
  before: KeptSignal,
  { territory, authority, cell, understood: { where } = {} }: Location,
): Incident => {
  const isFirst = before.place === undefined && incident.signal.place !== undefined;
  const isUntouched = incident.state === "new" && incident.history.every(({ who }) => who === OTKLIK);
  const wasTold = (incident.understood?.where?.by ?? "centre") !== "centre";
  if (!isFirst || !isUntouched || wasTold || where === undefined || where.by === "centre") return incident;
  return {
    ...incident,
    ...(territory === undefined ? {} : { territory }),
    ...(authority === undefined ? {} : { authority }),
    ...(cell === undefined ? {} : { cell }),
    understood: { ...incident.understood, where },
  };
};
