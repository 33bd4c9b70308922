import { Metric } from "../../shared/contracts/metrics.ts";
import type { SealedSignal } from "../../shared/contracts/signal-message.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import { hearCitizen, waitsFor } from "../../shared/domain/incident/hear-citizen.ts";
import { type Held, seatOf } from "../../shared/domain/incident/held.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { joinSignal } from "../../shared/domain/incident/join-incident.ts";
import { openIncident, withMarks } from "../../shared/domain/incident/open-incident.ts";
import { signalAt, tellWording } from "../../shared/domain/incident/tell-signal.ts";
import { dialogueOf } from "../../shared/domain/signal/dialogue.ts";
import type { KeptSignal } from "../../shared/domain/signal/signal.ts";
import { SECOND } from "../../shared/domain/time/instant.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { placeOf, writeChange } from "../../shared/platform/place-of-signal.ts";
import { sealDialogue } from "../../shared/platform/sealed-dialogue.ts";
import { sealIdentity } from "../../shared/platform/sealed-identity.ts";
import { openSignal } from "../../shared/platform/sealed-signal.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Identities, Question } from "../../shared/store/identity-ports.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { cellOf } from "../../shared/understanding/place/cell.ts";
import type { DangerLikelihood } from "../../shared/understanding/urgency/likely-danger.ts";
import { packSketch } from "../../shared/understanding/same-matter/pack.ts";
import { sketched } from "../../shared/understanding/same-matter/sketch.ts";
import type { AboutOf } from "../../shared/understanding/same-matter/subjects.ts";
import type { LikelyTopics } from "../../shared/understanding/topic/likely-topics.ts";
import { understand } from "../../shared/understanding/understand.ts";
import { readText } from "../../shared/understanding/words/read-text.ts";
import { ChangedMeanwhile } from "./changed-meanwhile.ts";
import type { Match } from "./match.ts";
import { ownComment } from "./own-comment.ts";

export interface RegisterParts {
  readonly incidents: Incidents;
  readonly identities: Identities;
  readonly sealer: Sealer;
  /** Closes by which name a dialogue is asked for. Without it none is kept. */
  readonly dialogueSealer?: Sealer;
  readonly centre: ReadCentre;
  readonly match: Match;
  /** What a centre's model holds a message to be about. Without it keywords alone say. */
  readonly likely?: (centre: string) => LikelyTopics;
  /** What a message may be about, by its words. Without it messages are compared by the rest. */
  readonly aboutOf?: AboutOf;
  /** How likely a message tells of danger. Without it rules alone say. */
  readonly dangerOf?: DangerLikelihood;
  readonly now: Now;
  readonly counter: Counter;
}

/** What became of a signal. A repeat has been registered before and changes nothing; `own`: a reply of ours came back. */
export interface Registration {
  readonly kind: "opened" | "joined" | "revised" | "repeated" | "own";
  readonly incidentId: string;
}

/** A signal that can be read, and what its citizen has been asked. */
interface Unsealed {
  readonly signal: KeptSignal;
  readonly data: Centre;
  readonly questions: readonly Question[];
}

type Present = Exclude<Held, { readonly kind: "placeholder" }>;

/** What is at a signal's key afterwards: what it claimed just now, or what had claimed it before it would have `opened` one. */
type Claim =
  | { readonly kind: "opened" | "joined"; readonly incidentId: string }
  | { readonly present: Present; readonly opened: Incident };

/** Nothing joins by itself what is each citizen's own, of whatever group it seemed to be. */
const joinMatter =
  ({ matters }: Centre): typeof joinSignal =>
  (incident, ...joining) =>
    matters.personal.includes(incident.group) ? undefined : joinSignal(incident, ...joining);

/** Turns a signal into an incident, exactly once however often it comes. Its author goes to the identities, first. */
export const registerSignal = ({
  incidents,
  identities,
  sealer,
  dialogueSealer,
  centre,
  match,
  likely,
  aboutOf,
  dangerOf,
  now,
  counter,
}: RegisterParts) => {
  const own = ownComment(incidents);

  const unsealed = async (sealed: SealedSignal): Promise<Unsealed> => {
    const { signal, author, dialogue } = await openSignal(sealer, sealed);
    const data = await centre(signal.centre);
    const { id: signalId, citizen, centre: ofCentre, channel, source, receivedAt } = signal;
    if (citizen === undefined || author === undefined) return { signal, data, questions: [] };
    const questions = await identities.keep({
      citizen,
      sealed: await sealIdentity(sealer, citizen, { ...author, centre: ofCentre, channel, source }),
      signalId,
      keptUntil: keptUntil(data.retention.identities, receivedAt),
      ...(dialogue === undefined || dialogueSealer === undefined
        ? {}
        : {
            dialogue: {
              channel,
              source,
              sealed: await sealDialogue(dialogueSealer, citizen, dialogue),
              heardAt: receivedAt,
            },
          }),
    });
    return { signal, data, questions };
  };

  const open = async (incident: Incident): Promise<Claim> => {
    const first = await incidents.open(incident);
    if (first.kind === "opened") return { kind: "opened", incidentId: incident.id };
    if (first.held.kind !== "placeholder") return { present: first.held, opened: incident };
    // The message was deleted or restored before it came.
    const { placeholder } = first.held;
    const second = await incidents.open(withMarks(incident, placeholder.marks), placeholder);
    if (second.kind === "opened") return { kind: "opened", incidentId: incident.id };
    throw new ChangedMeanwhile("The signal or its incident changed.");
  };

  /** Takes its place in another incident; nothing when that does not take it, or is gone. */
  const join = async (
    opened: Incident,
    incidentId: string,
    joining: typeof joinSignal,
    data: Centre,
  ): Promise<Claim | undefined> => {
    const held = await incidents.find(opened.id);
    if (held !== undefined && held.kind !== "placeholder") return { present: held, opened };
    const incident = await incidents.read(incidentId);
    if (incident === undefined) return undefined;
    const signal = { ...opened.signal, ...held?.placeholder.marks };
    const awaited = held === undefined ? undefined : seatOf(held);
    const writes = joining(incident, { ...opened, signal, awaited }, { centre: data, now: now() });
    if (writes === undefined) return undefined;
    if ((await incidents.together(writes)) !== "written")
      throw new ChangedMeanwhile("The signal or its incident changed.");
    return { kind: "joined", incidentId };
  };

  /** Answers the question that its citizen was asked there; of several nobody knows which. */
  const answer = async (opened: Incident, questions: readonly Question[], data: Centre): Promise<Claim | undefined> => {
    const here = dialogueOf(opened.signal);
    const there = questions.filter(({ dialogue }) => dialogue === here);
    const asking = await Promise.all(there.map(({ incidentId }) => incidents.read(incidentId)));
    const waiting = asking.filter((each) => each !== undefined && waitsFor(each, opened.signal));
    const [only] = waiting;
    return only === undefined || waiting.length > 1 ? undefined : join(opened, only.id, hearCitizen, data);
  };

  /** What it may be about is found for its sketch, and tells of its topic as well. */
  const understandWhole = (signal: KeptSignal, data: Centre) => {
    const read = readText(signal.text);
    const { sketch, called } = sketched(signal.text, signal.place, signal.receivedAt, aboutOf, read);
    const learned = { likely: likely?.(signal.centre), dangerOf };
    return { sketch, understood: understand(signal, data, learned, { ...read, subjects: called }) };
  };

  const claim = async ({ signal, data, questions }: Unsealed): Promise<Claim> => {
    const { understood, sketch } = understandWhole(signal, data);
    const opened = {
      ...openIncident(signal, data, { ...understood, cell: await cellOf(signal.place) }),
      sketch: packSketch(sketch),
    };
    const answered = await answer(opened, questions, data);
    if (answered !== undefined) return answered;
    const { join: same = [], similar } = await match(opened, data);
    for (const each of same) {
      const joined = await join(opened, each, joinMatter(data), data);
      if (joined !== undefined) return joined;
    }
    return open(similar.length === 0 ? opened : { ...opened, similar: [...similar] });
  };

  const revise = async (present: Present, opened: Incident, data: Centre): Promise<Registration> => {
    const { signal } = opened;
    const place = await placeOf(incidents, present);
    const incidentId = place.incident.id;
    // A late copy brings nobody back who was erased.
    if (signalAt(place).erased === true && signal.citizen !== undefined)
      await identities.unlink(signal.citizen, signal.id);
    const worded = {
      ...opened,
      understood: opened.understood ?? {},
      understandAnew: (whole: KeptSignal) => understandWhole(whole, data).understood,
    };
    const writes = tellWording(place, worded, data, now());
    if (writes.length === 0) {
      counter.add(Metric.SignalRepeated);
      return { kind: "repeated", incidentId };
    }
    if ((await writeChange(incidents, writes)) !== "written")
      throw new ChangedMeanwhile("The signal or its incident changed.");
    return { kind: "revised", incidentId };
  };

  return async (sealed: SealedSignal): Promise<Registration> => {
    const opened = await unsealed(sealed);
    const { signal, data } = opened;
    const answered = await own(signal);
    if (answered !== undefined) {
      counter.add(Metric.SignalIgnored);
      return { kind: "own", incidentId: answered.id };
    }
    const claimed = await claim(opened);
    if ("present" in claimed) return revise(claimed.present, claimed.opened, data);
    counter.add(claimed.kind === "opened" ? Metric.IncidentOpened : Metric.SignalJoined);
    counter.add(Metric.RegistrationDelay, Math.max(0, now() - signal.receivedAt) / SECOND);
    return claimed;
  };
};
