import type { Held } from "../domain/incident/held.ts";
import type { Incident } from "../domain/incident/incident.ts";
import type { SignalPlace } from "../domain/incident/tell-signal.ts";

type Home = SignalPlace["home"];

const isHome = (held: Held): held is Home => held.kind !== "placeholder";

/** Where a signal that is not dealt with at its own key is dealt with. */
const intoOf = (home: Home): string | undefined =>
  home.kind === "joined" ? home.joined.incidentId : home.incident.merged?.into;

const placeIn = (home: Home, incidents: ReadonlyMap<string, Incident>): SignalPlace | undefined => {
  const into = intoOf(home);
  const incident = into === undefined && home.kind === "incident" ? home.incident : incidents.get(into ?? "");
  return incident === undefined ? undefined : { home, incident };
};

/** Reads many signals at once, and then at once the incidents that those are in which joined another's or were merged. */
export const readPlaces =
  (heldAt: (ids: readonly string[]) => Promise<readonly Held[]>) =>
  async (ids: readonly string[]): Promise<readonly SignalPlace[]> => {
    const homes = (await heldAt(ids)).filter(isHome);
    const others = await heldAt(homes.flatMap((home) => intoOf(home) ?? []));
    const incidents = new Map(
      others.flatMap((held) => (held.kind === "incident" ? [[held.incident.id, held.incident] as const] : [])),
    );
    return homes.flatMap((home) => placeIn(home, incidents) ?? []);
  };
