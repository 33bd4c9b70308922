import { problemOf } from "../../shared/contracts/problem.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import type { JoinCommand } from "../../shared/domain/incident/command.ts";
import { divideIncident } from "../../shared/domain/incident/divide-incident.ts";
import type { Held, Write } from "../../shared/domain/incident/held.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { type JointDecision, mergeIncidents } from "../../shared/domain/incident/merge-incident.ts";
import { splitSignals } from "../../shared/domain/incident/split-incident.ts";
import { type HttpAnswer, problemAnswer } from "../../shared/platform/http.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Assignments, Incidents } from "../../shared/store/ports.ts";
import { seenIncident } from "./seen-incident.ts";
import { lookAround, showAmong } from "./show-incident.ts";
import { understandPart } from "./understand-part.ts";

interface Parts {
  readonly incidents: Incidents;
  readonly assignments: Assignments;
  readonly now: Now;
}

/** What is to be done, to which incident as it was read, by whom. */
interface Asked {
  readonly command: JoinCommand;
  readonly incident: Incident;
  readonly data: Centre;
  readonly staff: Staff;
}

/** Whoever's transaction is in the way is done in moments. */
const MOST_TRIES = 3;

const incidentIn = (writes: readonly Write[], id: string): Incident | undefined =>
  writes.flatMap(({ after }) => (after.kind === "incident" && after.incident.id === id ? [after.incident] : []))[0];

/** Carries out what concerns several incidents: all of it in one write, or nothing. */
export const joinIncidents = (parts: Parts) => {
  const { incidents, now } = parts;
  const joinedTo = async ({ joined = [] }: Incident): Promise<readonly Held[]> => {
    const held = await Promise.all(joined.map(({ id }) => incidents.find(id)));
    return held.filter((each) => each !== undefined);
  };

  const decide = async ({ command, incident, data, staff }: Asked): Promise<JointDecision> => {
    const circumstances = { who: staff.id, now: now(), centre: data };
    switch (command.name) {
      case "merge": {
        const into = await seenIncident(incidents, command.into, staff);
        if (into === undefined) return { kind: "refused", why: "There is no such incident to merge it into." };
        const carried = await joinedTo(incident);
        return mergeIncidents({ from: incident, into, carried, why: command.why }, circumstances);
      }
      case "split": {
        const { signals, why } = command;
        return splitSignals(incident, { signals, held: await joinedTo(incident), why }, circumstances);
      }
      case "divide":
        return divideIncident(incident, command, understandPart(incident, command.text, data), circumstances);
      default:
        return command satisfies never;
    }
  };

  const written = async (writes: readonly Write[]): Promise<"written" | "conflict" | "busy"> => {
    let outcome = await incidents.together(writes);
    for (let tries = 1; outcome === "busy" && tries < MOST_TRIES; tries += 1)
      outcome = await incidents.together(writes);
    return outcome;
  };

  return async (asked: Asked): Promise<HttpAnswer> => {
    const { command, incident, data, staff } = asked;
    const decision = await decide(asked);
    if (decision.kind === "refused") return problemAnswer(problemOf("conflict", decision.why));
    if (decision.kind === "not-allowed") {
      const possible = decision.from.join(", ");
      const why = `The incident is ${decision.state}; ${command.name} is possible from ${possible}.`;
      return problemAnswer(problemOf("conflict", why));
    }
    const after = incidentIn(decision.writes, incident.id);
    const around = after === undefined ? undefined : await lookAround(parts, after, staff);
    if (after === undefined || around === undefined || (await written(decision.writes)) !== "written")
      return problemAnswer(problemOf("changed-meanwhile", "Read it again and decide anew."));
    return showAmong(around, { incident: after, centre: data, staff, at: now() });
  };
};
