import type { IncidentDetail } from "../../shared/contracts/api.ts";
import { OTKLIK } from "../../shared/domain/incident/history.ts";

/** A message with what people have said that it is: an example to learn from. */
export interface Correction {
  readonly text: string;
  readonly topic: string;
  readonly group: string;
  readonly executor: string;
}

const columns = ["text", "topic", "group", "executor"] as const;

/** What staff does to say what a message is about, or whose it is. */
const corrections: ReadonlySet<string> = new Set(["triaged", "assigned"]);

/**
 * What an incident teaches, by the ids of the centre's data; nothing where no person has corrected it, where its text is
 * no longer there, and where one message has several matters.
 */
export const correctionOf = (incident: IncidentDetail): Correction | undefined => {
  const { topic, group, authority, history } = incident;
  const [opening] = incident.signals;
  if (opening === undefined || opening.deleted || opening.text.trim() === "") return undefined;
  if (!history.some(({ what, who }) => corrections.has(what) && who !== OTKLIK)) return undefined;
  const divided = history.some(
    ({ what, incidentId }) => what === "divided" || (what === "opened" && incidentId !== undefined),
  );
  return divided ? undefined : { text: opening.text, topic: topic.id, group: group.id, executor: authority.id };
};

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** A table with a heading, as RFC 4180 has it. */
export const correctionTable = (examples: readonly Correction[]): string =>
  [columns.join(","), ...examples.map((example) => columns.map((column) => quoted(example[column])).join(","))]
    .map((line) => `${line}\r\n`)
    .join("");
