import type { Centre } from "../../shared/domain/centre.ts";
import { type Clock, isOver } from "../../shared/domain/clock.ts";
import type { Incident, IncidentState } from "../../shared/domain/incident.ts";
import { type Instant, iso } from "../../shared/domain/instant.ts";
import { mayBePublic } from "../../shared/domain/publicity.ts";
import { maskPersonal } from "../../shared/understanding/personal.ts";
import type { Value } from "./document.ts";

/** GeoReport v2 limits a description so. */
const LONGEST_DESCRIPTION = 4_000;

/** In these there is an answer, or none will be given. */
const closed: ReadonlySet<IncidentState> = new Set<IncidentState>(["answered", "assessment", "closed", "irrelevant"]);

export type Status = "open" | "closed";

export const statusOf = ({ state }: Pick<Incident, "state">): Status => (closed.has(state) ? "closed" : "open");

/** Whether everyone may see an incident now, in a jurisdiction of its centre. */
export const isShown = (incident: Incident, centre: string): boolean =>
  incident.public === true && incident.centre === centre && mayBePublic(incident.signal);

/** As the W3C note on dates has it, without fractions. */
const w3 = (at: Instant): string => iso(at).replace(/\.\d+Z$/, "Z");

/** Steps that change nothing of what is shown. */
const unseen: ReadonlySet<string> = new Set(["author-read", "stage", "recomputed"]);

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

/** An incident as everyone sees it: nobody's name, number or address of theirs, and no pictures, for these are not looked at. */
export const requestView = (incident: Incident, { topics, authorities }: Centre): Value => {
  const { signal, topic, authority } = incident;
  const expected = expectedAt(incident);
  return {
    service_request_id: incident.id,
    status: statusOf(incident),
    status_notes: masked(answerOf(incident)),
    service_name: topics.groups.flatMap((group) => group.topics).find(({ id }) => id === topic)?.name ?? topic,
    service_code: topic,
    description: shortened(maskPersonal(signal.text)),
    agency_responsible: authorities.authorities.find(({ id }) => id === authority)?.name ?? authority,
    service_notice: null,
    requested_datetime: w3(incident.createdAt),
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
