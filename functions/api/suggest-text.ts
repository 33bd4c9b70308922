import type { Suggestion } from "../../shared/contracts/assistant.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import { draftAsked } from "../../shared/domain/incident/carried.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import type { Assistant, Said } from "../../shared/platform/assistant.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import { type HttpAnswer, jsonAnswer, problemAnswer } from "../../shared/platform/http.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { rowView } from "./incident-view.ts";
import { seenIncident } from "./seen-incident.ts";
import { signalsOf } from "./show-incident.ts";
import { mayDo } from "./staff.ts";

export interface SuggestionParts {
  readonly incidents: Incidents;
  readonly centre: ReadCentre;
  readonly now: Now;
  /** Absent where no language model is switched on. */
  readonly assistant?: Assistant;
}

/** What citizens wrote and what was published to them, the oldest first. */
const threadOf = async (incidents: Incidents, incident: Incident): Promise<readonly Said[]> => {
  const signals = await signalsOf(incidents, incident);
  const said = [
    ...signals.map(({ signal }) => ({ by: "citizen" as const, text: signal.text, at: signal.receivedAt })),
    ...incident.replies
      .filter(({ state }) => state === "published")
      .map(({ text, at }) => ({ by: "centre" as const, text, at })),
  ];
  return said.filter(({ text }) => text !== "").toSorted((a, b) => a.at - b.at);
};

/** While somebody asks, the incident may change a few times. */
const MOST_RACES = 3;

/** Writes down who asks for a draft, before anything leaves; nothing when the incident is at work in all other hands. */
const noteAsking = async (
  { incidents, now }: SuggestionParts,
  incident: Incident,
  staff: Staff,
): Promise<Incident | undefined> => {
  let present: Incident | undefined = incident;
  for (let race = 0; present !== undefined && race < MOST_RACES; race += 1) {
    const noted = draftAsked(present, staff.id, now());
    if ((await incidents.replace(noted)) === "replaced") return noted;
    present = await incidents.read(incident.id);
  }
  return undefined;
};

/**
 * Has the language model propose a summary or a draft to whoever may write one; it is shown to them and kept nowhere.
 * Who has asked for a draft stands in the history.
 */
export const suggestText = (parts: SuggestionParts) => {
  const { incidents, centre, assistant } = parts;
  return async (what: "summary" | "draft", id: string, staff: Staff): Promise<HttpAnswer> => {
    if (assistant === undefined)
      return problemAnswer(problemOf("not-found", "No language model is switched on here (context `assistant`)."));
    if (!mayDo(staff, "draft"))
      return problemAnswer(problemOf("forbidden", `The role ${staff.role} writes no replies.`));
    const seen = await seenIncident(incidents, id, staff);
    if (seen === undefined) return problemAnswer(problemOf("not-found", "There is no such incident in your queue."));
    const incident = what === "summary" ? seen : await noteAsking(parts, seen, staff);
    if (incident === undefined)
      return problemAnswer(problemOf("changed-meanwhile", "Others are at work on it at this moment: ask once more."));
    const thread = await threadOf(incidents, incident);
    const { topic, territory, authority } = rowView(incident, await centre(incident.centre));
    const names = { topic: topic.name, territory: territory.name, authority: authority.name };
    const suggestion: Suggestion =
      what === "summary" ? await assistant.summarise(thread) : await assistant.draft({ ...names, thread });
    return jsonAnswer(200, suggestion, { etag: `"${incident.version}"`, "cache-control": "no-store" });
  };
};
