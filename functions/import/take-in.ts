import type { RowOutcome } from "../../shared/contracts/import.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { asFurtherMatter, moveIn } from "../../shared/domain/incident/move-in.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { type EnteredOnParts, enteredOn } from "./entered-on.ts";
import { type Arrival, type KeepAuthorsParts, keepAuthors } from "./keep-authors.ts";
import { isOfAnother, type Plan, planOf, planOn } from "./plan-of.ts";

export type TakeInParts = KeepAuthorsParts &
  EnteredOnParts & {
    readonly incidents: Pick<Incidents, "findAll" | "together" | "replace">;
  };

/** Incidents of one transaction, which takes at most 100 writes. */
const AT_ONCE = 50;

/** Beyond so many lost races in a row something else is wrong. */
const MOST_RACES = 5;

/** A row on its way in. */
interface Waiting extends Arrival {
  readonly row: number;
  readonly races: number;
}

interface Planned {
  readonly waiting: Waiting;
  readonly plan: Plan;
}

type Due = Planned & { readonly plan: Extract<Plan, { readonly write: object }> };

const isDue = (planned: Planned): planned is Due => planned.plan.write !== undefined;

/** What has lost a race or brings its signals along is written alone: it holds up nothing else. */
const isAlone = ({ waiting: { races }, plan: { incident } }: Due): boolean =>
  races > 0 || (incident.joined ?? []).length > 0;

const inTransactions = (due: readonly Due[]): readonly (readonly Due[])[] => {
  const many = due.filter((each) => !isAlone(each));
  const pieces = due.filter(isAlone).map((each) => [each]);
  for (let start = 0; start < many.length; start += AT_ONCE) pieces.push(many.slice(start, start + AT_ONCE));
  return pieces;
};

const onceMore = ({ races, ...row }: Waiting): Waiting => {
  if (races < MOST_RACES) return { ...row, races: races + 1 };
  throw new Error(`Incident ${row.former.signal.id} changed ${MOST_RACES} times while it was imported.`);
};

/** Takes in incidents of another system, each once however often it comes; answers what became of each, in their order. */
export const takeIn = (parts: TakeInParts) => {
  const { incidents, now } = parts;
  const keep = keepAuthors(parts);
  const entered = enteredOn(parts);

  /** What is to become of rows. Of a message that another row has brought before, each is a matter of its own. */
  const planned = async (waiting: readonly Waiting[], centre: Centre): Promise<readonly Planned[]> => {
    const first = await incidents.findAll(waiting.map(({ former }) => former.signal.id));
    const own = waiting.map((each) =>
      isOfAnother(first.get(each.former.signal.id), each.former)
        ? { ...each, former: asFurtherMatter(each.former) }
        : each,
    );
    const further = own.flatMap(({ former }, at) => (former === waiting[at]?.former ? [] : [former.signal.id]));
    const held = new Map([...first, ...(further.length === 0 ? [] : await incidents.findAll(further))]);
    const formers = own.map(({ former }) => former);
    const present = await entered(formers, held, centre.centre.id);
    return own.map((each) => {
      const { former } = each;
      const other = former.pos === undefined ? undefined : present.get(former.pos.number);
      const plan =
        other === undefined
          ? planOf(moveIn(former, centre, now()), held.get(former.signal.id), centre, now())
          : planOn(other, former, centre, now());
      return { waiting: each, plan };
    });
  };

  /** Who wrote comes first: broken off in between, all of it is done again. */
  const isWritten = async (piece: readonly Due[], centre: Centre): Promise<boolean> => {
    const own = piece.filter(({ waiting, plan }) => plan.incident.id === waiting.former.signal.id);
    const authors = own.map(({ waiting }) => waiting);
    if ((await keep(authors, centre)) === "busy") return false;
    const [only, ...others] = piece;
    if (only !== undefined && others.length === 0 && only.plan.outcome === "updated")
      return (await incidents.replace(only.plan.incident)) === "replaced";
    return (await incidents.together(piece.map(({ plan }) => plan.write))) === "written";
  };

  return async (arrivals: readonly Arrival[], centre: Centre, dryRun: boolean): Promise<readonly RowOutcome[]> => {
    let waiting: readonly Waiting[] = arrivals.map((arrival, row) => ({ ...arrival, row, races: 0 }));
    if (dryRun) return (await planned(waiting, centre)).map(({ plan }) => plan.outcome);
    const outcomes: RowOutcome[] = [];
    while (waiting.length > 0) {
      // Rows of one key take turns: the second finds what the first has left.
      const turn = new Map<string, Due>();
      const later: Waiting[] = [];
      for (const each of await planned(waiting, centre)) {
        if (!isDue(each)) outcomes[each.waiting.row] = each.plan.outcome;
        else if (turn.has(each.plan.incident.id)) later.push(each.waiting);
        else turn.set(each.plan.incident.id, each);
      }
      for (const piece of inTransactions([...turn.values()])) {
        const written = await isWritten(piece, centre);
        for (const { waiting: one, plan } of piece)
          if (written) outcomes[one.row] = plan.outcome;
          else later.push(onceMore(one));
      }
      waiting = later.toSorted((a, b) => a.row - b.row);
    }
    return outcomes;
  };
};
