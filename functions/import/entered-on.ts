import type { Held } from "../../shared/domain/incident/held.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import type { Former } from "../../shared/domain/incident/move-in.ts";
import type { Incidents, PosNumbers } from "../../shared/store/ports.ts";

export interface EnteredOnParts {
  readonly incidents: Pick<Incidents, "findAll">;
  readonly posNumbers: Pick<PosNumbers, "incidentsOf">;
}

const hasItsOwn = (held: Held | undefined): boolean => held?.kind === "incident" && held.incident.merged === undefined;

/**
 * Of rows that have no incident of their own, the incidents of other channels on which somebody has entered their number, by
 * that number.
 */
export const enteredOn =
  ({ incidents, posNumbers }: EnteredOnParts) =>
  async (
    formers: readonly Former[],
    held: ReadonlyMap<string, Held>,
    centre: string,
  ): Promise<ReadonlyMap<string, Incident>> => {
    const homeless = formers.filter(({ signal }) => !hasItsOwn(held.get(signal.id)));
    const numbers = homeless.flatMap(({ pos, signal }) => (pos === undefined ? [] : [{ number: pos.number, signal }]));
    if (numbers.length === 0) return new Map();
    const noted = await posNumbers.incidentsOf(
      centre,
      numbers.map(({ number }) => number),
    );
    const others = numbers.flatMap(({ number, signal }) => {
      const id = noted.get(number);
      return id === undefined || id === signal.id ? [] : [{ number, id }];
    });
    if (others.length === 0) return new Map();
    const found = await incidents.findAll(others.map(({ id }) => id));
    return new Map(
      others.flatMap(({ number, id }) => {
        const there = found.get(id);
        if (there?.kind !== "incident") return [];
        // Of one whose citizen's data were erased the number is gone, and it is theirs all the same.
        const { pos, signal } = there.incident;
        return pos?.number === number || signal.erased === true ? [[number, there.incident]] : [];
      }),
    );
  };
