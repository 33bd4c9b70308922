import type { Centre } from "../../shared/domain/centre/centre.ts";
import { centreNames } from "../../shared/domain/centre/centre-names.ts";
import { type Clock, isOver } from "../../shared/domain/clock/clock.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import type { IncidentState } from "../../shared/domain/incident/incident-state.ts";
import { type SignalPlace, signalAt } from "../../shared/domain/incident/tell-signal.ts";
import { bornPublic, mayBePublic } from "../../shared/domain/signal/publicity.ts";
import { type Instant, iso } from "../../shared/domain/time/instant.ts";
import { maskPersonal } from "../../shared/understanding/personal/mask-personal.ts";
import type { Value } from "./document.ts";

/** GeoReport v2 limits a description so. */
const LONGEST_DESCRIPTION = 4_000;

/** In these there is an answer, or none will be given. */
const closed: ReadonlySet<IncidentState> = new Set<IncidentState>(["answered", "assessment", "closed", "irrelevant"]);

export type Status = "open" | "closed";

export const statusOf = ({ state }: Pick<Incident, "state">): Status => (closed.has(state) ? "closed" : "open");

/** Whether an operator has said last that nobody else is to see it. */
const isTakenBack = ({ history }: Incident): boolean =>
  history.findLast(({ what }) => what === "published" || what === "unpublished")?.what === "unpublished";

/** Whether everyone may see a message now, in a jurisdiction of its centre: its incident is shown, or it was born so. */
export const isShown = (place: SignalPlace, centre: string): boolean => {
  const { home, incident } = place;
  const signal = signalAt(place);
  const open = home.kind === "incident" ? home.incident.public === true : bornPublic(signal.channel);
  return (
    open && !isTakenBack(incident) && signal.centre === centre && incident.centre === centre && mayBePublic(signal)
  );
};

/** As the W3C note on dates has it, without fractions. */
const w3 = (at: Instant): string => iso(at).replace(/\.\d+Z$/, "Z");

/** Steps that change nothing of what is shown. */
const unseen: ReadonlySet<string> = new Set(["author-read", "reply-suggested", "stage", "recomputed"]);

const changedAt = ({ history, createdAt }: Incident): Instant =>
  history.findLast(({ what }) => !unseen.has(what))?.at ?? createdAt;

const answering: readonly Clock["kind"][] = ["statutory", "final", "answer"];

const expectedAt = ({ clocks }: Incident): Instant | undefined => {
  const running = clocks.filter((clock) => !isOver(clock) && clock.stage !== "paused");
  return answering.map((kind) => running.find((clock) => clock.kind === kind)?.dueAt).find((at) => at !== undefined);
};

const answerOf = ({ replies }: Incident): string | undefined =>
  replies.findLast(({ kind, state }) => state === "published" && (kind === "final" || kind === "interim"))?.text;

const shortened = (text: string): string => text.slice(0, LONGEST_DESCRIPTION).toWellFormed();

const masked = (text: string | undefined): string | null => (text === undefined ? null : maskPersonal(text));

/**
 * A request as everyone sees it, under its own number, with what becomes of the incident it is in: nobody's name, number
 * or address of theirs, and no pictures, for these are not looked at.
 */
export const requestView = (place: SignalPlace, centre: Centre): Value => {
  const names = centreNames(centre);
  const { incident } = place;
  const signal = signalAt(place);
  const { topic, authority } = incident;
  const expected = expectedAt(incident);
  return {
    service_request_id: signal.id,
    status: statusOf(incident),
    status_notes: masked(answerOf(incident)),
    service_name: names.topic(topic),
    service_code: topic,
    description: shortened(maskPersonal(signal.text)),
    agency_responsible: names.authority(authority),
    service_notice: null,
    requested_datetime: w3(signal.receivedAt),
    updated_datetime: w3(changedAt(incident)),
    expected_datetime: expected === undefined ? null : w3(expected),
    address: masked(signal.place?.address),
    address_id: null,
    zipcode: null,
    lat: signal.place?.lat ?? null,
    long: signal.place?.lon ?? null,
    media_url: null,
  };
};
