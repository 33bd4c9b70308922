import type { RowOutcome } from "../../shared/contracts/import.ts";
import type { Centre } from "../../shared/domain/centre.ts";
import { canonical } from "../../shared/domain/canonical.ts";
import { decide } from "../../shared/domain/decide.ts";
import type { Instant } from "../../shared/domain/instant.ts";
import type { Held } from "../../shared/domain/held.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import { asFurtherMatter, type Former, isAsImported, moveIn, moveInAgain } from "../../shared/domain/move-in.ts";
import { withMarks } from "../../shared/domain/open-incident.ts";
import { keptUntil } from "../../shared/domain/retention.ts";
import type { Author } from "../../shared/domain/signal.ts";
import type { PseudonymOf } from "../../shared/platform/pseudonyms.ts";
import { sealIdentity } from "../../shared/platform/sealed-identity.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Identities, Incidents, PosNumbers } from "../../shared/store/ports.ts";

export interface TakeInParts {
  readonly incidents: Incidents;
  readonly identities: Identities;
  readonly posNumbers: Pick<PosNumbers, "incidentOf">;
  readonly sealer: Sealer;
  readonly pseudonymOf: PseudonymOf;
  readonly now: Now;
}

/** An incident of another system, and who wrote its message. */
export interface Arrival {
  readonly former: Former;
  readonly author: Author | undefined;
}

/** Beyond so many lost races in a row something else is wrong. */
const MOST_RACES = 5;

type Plan =
  | { readonly outcome: "opened" | "updated"; write(): Promise<boolean> }
  | { readonly outcome: Exclude<RowOutcome, "opened" | "updated"> };

/** Whether another row has brought the same message before. */
const isOfAnother = (held: Held | undefined, { from, id }: Former): boolean => {
  if (held?.kind !== "incident" || held.incident.signal.erased === true) return false;
  const known = held.incident.imported;
  return known !== undefined && (known.from !== from || known.id !== id);
};

/** An incident that somebody has worked on, with a new status or due date of the state's platform; nothing without any. */
const withEntry = (
  present: Incident,
  { pos }: Pick<Incident, "pos">,
  centre: Centre,
  now: Instant,
): Incident | undefined => {
  if (pos === undefined || present.signal.erased === true || canonical(pos) === canonical(present.pos))
    return undefined;
  const decision = decide(present, { name: "pos", entry: pos }, { who: "pos", now, centre });
  return decision.kind === "changed" ? decision.incident : undefined;
};

/** Takes in incidents of another system, each once however often it comes. */
export const takeIn = ({ incidents, identities, posNumbers, sealer, pseudonymOf, now }: TakeInParts) => {
  /** What is to be done with an incident, given what is at its key. */
  const planned = (fresh: Incident, held: Held | undefined, centre: Centre): Plan => {
    if (fresh.keptUntil !== undefined && fresh.keptUntil <= now()) return { outcome: "expired" };
    const opening = (incident: Incident, awaited?: Extract<Held, { kind: "placeholder" }>["placeholder"]): Plan => ({
      outcome: "opened",
      write: async () => (await incidents.open(incident, awaited)).kind === "opened",
    });
    if (held === undefined) return opening(fresh);
    if (held.kind === "placeholder") return opening(withMarks(fresh, held.placeholder.marks), held.placeholder);
    if (held.kind === "joined" || held.incident.imported === undefined) return { outcome: "arrived" };
    const present = held.incident;
    if (present.imported?.digest === fresh.imported?.digest) return { outcome: "known" };
    const next = isAsImported(present) ? moveInAgain(present, fresh) : withEntry(present, fresh, centre, now());
    if (next === undefined) return { outcome: "worked-on" };
    return { outcome: "updated", write: async () => (await incidents.replace(next)) === "replaced" };
  };

  /** The incident of another channel that somebody has entered a row's number on; nothing when the row has its own. */
  const enteredOn = async ({ pos, signal }: Former, held: Held | undefined): Promise<Incident | undefined> => {
    const hasItsOwn = held?.kind === "incident" && held.incident.merged === undefined;
    if (pos === undefined || hasItsOwn) return undefined;
    const id = await posNumbers.incidentOf(signal.centre, pos.number);
    const found = id === undefined || id === signal.id ? undefined : await incidents.read(id);
    return found?.pos?.number === pos.number ? found : undefined;
  };

  /** What a row brings to an incident that bears its number: what it does not say stays as somebody entered it. */
  const noted = (present: Incident, { pos }: Former, centre: Centre): Plan => {
    const entry = { number: "", ...present.pos, ...pos };
    if (canonical(entry) === canonical(present.pos)) return { outcome: "known" };
    const next = withEntry(present, { pos: entry }, centre, now());
    if (next === undefined) return { outcome: "worked-on" };
    return { outcome: "updated", write: async () => (await incidents.replace(next)) === "replaced" };
  };

  /** Who is known already stays as known, and for as long. */
  const keepAuthor = async ({ signal }: Former, author: Author, centre: Centre): Promise<void> => {
    const { id: signalId, citizen, centre: ofCentre, channel, source, receivedAt } = signal;
    if (citizen === undefined) return;
    const until = keptUntil(centre.retention.identities, receivedAt);
    if (until <= now()) return;
    const known = await identities.read(citizen);
    const sealed =
      known?.sealed ?? (await sealIdentity(sealer, citizen, { ...author, centre: ofCentre, channel, source }));
    await identities.keep({ citizen, sealed, signalId, keptUntil: Math.max(until, known?.keptUntil ?? until) });
  };

  const named = async ({ former, author }: Arrival): Promise<Former> => {
    if (author === undefined) return former;
    const { channel, source } = former.signal;
    const citizen = await pseudonymOf({ channel, source, id: author.id });
    return { ...former, signal: { ...former.signal, citizen } };
  };

  return async (arrival: Arrival, centre: Centre, dryRun: boolean): Promise<RowOutcome> => {
    let former = await named(arrival);
    for (let race = 0; race < MOST_RACES; race += 1) {
      let held = await incidents.find(former.signal.id);
      if (isOfAnother(held, former)) {
        former = asFurtherMatter(former);
        held = await incidents.find(former.signal.id);
      }
      const entered = await enteredOn(former, held);
      const plan =
        entered === undefined ? planned(moveIn(former, centre, now()), held, centre) : noted(entered, former, centre);
      if (dryRun || (plan.outcome !== "opened" && plan.outcome !== "updated")) return plan.outcome;
      if (arrival.author !== undefined && entered === undefined) await keepAuthor(former, arrival.author, centre);
      if (await plan.write()) return plan.outcome;
    }
    throw new Error(`Incident ${former.signal.id} changed ${MOST_RACES} times while it was imported.`);
  };
};
