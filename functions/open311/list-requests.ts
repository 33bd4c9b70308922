import * as z from "zod/mini";
import { incidentId } from "../../shared/contracts/api.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { type SignalPlace, signalAt } from "../../shared/domain/incident/tell-signal.ts";
import { DAY, type Instant } from "../../shared/domain/time/instant.ts";
import type { PublicIncidents } from "../../shared/store/ports.ts";
import { type Answer, documentOf, type Fault, faultOf } from "./answer.ts";
import { isShown, requestView, type Status, statusOf } from "./request-view.ts";

/** What is answered at most, and as far back as the specification lets a query reach. */
const MOST_REQUESTS = 1_000;
const LONGEST_RANGE = 90 * DAY;
/** Pages read for one answer, when a filter lets little pass. */
const MOST_PAGES = 50;
/** Moments in the table's keys have 13 digits: until the year 2286. */
const LAST_MOMENT = 9_999_999_999_999;

type Query = Readonly<Record<string, string | undefined>>;

interface Filter {
  readonly kind: "filter";
  readonly from: Instant;
  readonly to: Instant;
  readonly codes: ReadonlySet<string>;
  readonly statuses: ReadonlySet<Status>;
}

const statuses = z.array(z.enum(["open", "closed"]));

/** Moments have a zone. A plus sign that nobody encoded has become a blank. */
const moment = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text) => text.replace(" ", "+")),
  ),
  z.iso.datetime({ offset: true }),
);

const valuesOf = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

const momentOf = (text: string | undefined): Instant | "absent" | "wrong" => {
  if (text === undefined || text.trim() === "") return "absent";
  const read = moment.safeParse(text.trim());
  const at = read.success ? Date.parse(read.data) : Number.NaN;
  return Number.isNaN(at) ? "wrong" : Math.min(Math.max(at, 0), LAST_MOMENT);
};

const filterOf = (query: Query, now: Instant): Filter | Fault => {
  const [start, end] = [momentOf(query["start_date"]), momentOf(query["end_date"])];
  const wrong: string[] = [];
  if (start === "wrong") wrong.push("start_date must be a moment with a zone, as 2010-01-01T00:00:00Z.");
  if (end === "wrong") wrong.push("end_date must be a moment with a zone, as 2010-01-01T00:00:00Z.");
  const wanted = statuses.safeParse(valuesOf(query["status"]));
  if (!wanted.success) wrong.push("status must be open or closed.");
  if (start === "wrong" || end === "wrong" || !wanted.success) return faultOf(400, ...wrong);
  const to = end === "absent" ? (start === "absent" ? now : Math.min(now, start + LONGEST_RANGE)) : end;
  const from = start === "absent" ? Math.max(0, to - LONGEST_RANGE) : start;
  if (from > to && end !== "absent") return faultOf(400, "start_date lies after end_date.");
  if (to - from > LONGEST_RANGE) return faultOf(400, "start_date and end_date may not span more than 90 days.");
  return {
    kind: "filter",
    from,
    to,
    codes: new Set(valuesOf(query["service_code"])),
    statuses: new Set(wanted.data),
  };
};

const passes = ({ incident }: SignalPlace, { codes, statuses: wanted }: Filter): boolean =>
  (codes.size === 0 || codes.has(incident.topic)) && (wanted.size === 0 || wanted.has(statusOf(incident)));

/** What a query asks for, and where. */
interface Asked {
  readonly centreId: string;
  readonly data: Centre;
}

const listOf = (places: readonly SignalPlace[], { data }: Asked): Answer =>
  documentOf(
    "service_requests",
    places.map((place) => requestView(place, data)),
  );

const shownOf = async (incidents: PublicIncidents, ids: readonly string[], { centreId }: Asked) => {
  const found = await incidents.read(ids.filter((id) => incidentId.safeParse(id).success));
  return found
    .filter((place) => isShown(place, centreId))
    .toSorted((a, b) => signalAt(b).receivedAt - signalAt(a).receivedAt);
};

const matching = async (incidents: PublicIncidents, filter: Filter, { centreId }: Asked) => {
  const found: SignalPlace[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && found.length < MOST_REQUESTS; pages += 1) {
    const { from, to } = filter;
    const range = { centre: centreId, from, to, ...(cursor === undefined ? {} : { cursor }) };
    const page = await incidents.page(range);
    found.push(...page.items.filter((place) => isShown(place, centreId) && passes(place, filter)));
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  return found.slice(0, MOST_REQUESTS);
};

/** The requests of a centre that everyone may see, newest first. Ids that are named override every other argument. */
export const listRequests = async (
  incidents: PublicIncidents,
  query: Query,
  asked: Asked & { readonly now: Instant },
): Promise<Answer> => {
  const ids = valuesOf(query["service_request_id"]);
  if (ids.length > MOST_REQUESTS) return faultOf(400, `Name ${MOST_REQUESTS} requests at most.`);
  if (ids.length > 0) return listOf(await shownOf(incidents, ids, asked), asked);
  const filter = filterOf(query, asked.now);
  return filter.kind === "fault" ? filter : listOf(await matching(incidents, filter, asked), asked);
};

/** One request, by its id. */
export const showRequest = async (incidents: PublicIncidents, id: string, asked: Asked): Promise<Answer> => {
  const found = await shownOf(incidents, [id], asked);
  return found.length === 0 ? faultOf(404, "service_request_id was not found.") : listOf(found, asked);
};

/** The request that a token stands for. Every service is `realtime`: the id is the token. */
export const showToken = async (incidents: PublicIncidents, token: string, asked: Asked): Promise<Answer> => {
  const [found] = await shownOf(incidents, [token], asked);
  if (found === undefined) return faultOf(404, "token was not found.");
  return documentOf("service_requests", [{ service_request_id: signalAt(found).id, token }]);
};
