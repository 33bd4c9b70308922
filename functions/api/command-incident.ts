import { commandName } from "../../shared/contracts/commands.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { problemOf } from "../../shared/contracts/problem.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import { replyId } from "../../shared/domain/ids.ts";
import { isKnownBy } from "../../shared/domain/incident/carried.ts";
import type { Command } from "../../shared/domain/incident/command.ts";
import { decide } from "../../shared/domain/incident/decide.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import { type HttpAnswer, problemAnswer } from "../../shared/platform/http.ts";
import { failureFacts, type Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Identities } from "../../shared/store/identity-ports.ts";
import type { Assignments, Incidents, PosNumbers } from "../../shared/store/ports.ts";
import { joinIncidents } from "./join-incidents.ts";
import { noteQuestion } from "./note-question.ts";
import { readCommand } from "./read-command.ts";
import { seenIncident } from "./seen-incident.ts";
import { lookAround, showAmong } from "./show-incident.ts";
import { mayDo } from "./staff.ts";

export interface CommandParts {
  readonly incidents: Incidents;
  readonly assignments: Assignments;
  readonly posNumbers: PosNumbers;
  readonly identities: Pick<Identities, "asked">;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
  readonly log: Log;
}

interface Asked {
  readonly id: string;
  readonly command: string;
  readonly ifMatch: string | undefined;
  readonly json: unknown;
}

/** What is to be done, by whom, and to which version they have read. */
interface Decided {
  readonly command: Command;
  readonly version: number;
  readonly data: Centre;
  readonly staff: Staff;
}

/** While somebody decides, a few replies may be carried, and not many. */
const MOST_RACES = 3;

/** The version in `If-Match`: `"3"`, or 3 as people type it. */
const versionOf = (ifMatch: string | undefined): number | undefined => {
  const digits = /^(?:W\/)?"?([0-9]{1,9})"?$/.exec(ifMatch?.trim() ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
};

export const commandIncident = (parts: CommandParts) => {
  const { incidents, assignments, posNumbers, centre, now, counter, log } = parts;
  const join = joinIncidents(parts);
  const note = noteQuestion(parts);

  /** The assignment is made by now, and its answer must say so: what follows from it for the next ones may be lost. */
  const remember = async (present: Incident, to: string): Promise<void> => {
    try {
      await assignments.note(present, { to, at: now() });
    } catch (error) {
      log.warn("An assignment was made and is not remembered for the next ones", {
        incidentId: present.id,
        ...failureFacts(error),
      });
    }
  };

  const count = ({ name }: Command, after: Incident) => {
    const step = after.history.at(-1);
    if (step?.version === after.version && step.what === "answered")
      counter.add(Metric.AnswerInTime, step.inTime ? 100 : 0);
    if (name === "close") counter.add(Metric.IncidentClosed);
  };

  /** Decides on an incident as it stands, which may differ from the version that was read in what replies were carried. */
  const carryOut = async (asked: Decided, present: Incident, race = 0): Promise<HttpAnswer> => {
    const { command, version, data, staff } = asked;
    if (!isKnownBy(present, version))
      return problemAnswer(problemOf("changed-meanwhile", `It is at version ${present.version} now.`));
    const decision = decide(present, command, { who: staff.id, now: now(), centre: data });
    switch (decision.kind) {
      case "not-allowed":
        return problemAnswer(
          problemOf(
            "conflict",
            `The incident is ${decision.state}; ${command.name} is possible from ${decision.from.join(", ")}.`,
          ),
        );
      case "refused":
        return problemAnswer(problemOf("conflict", decision.why));
      case "changed":
        if (command.name === "pos") {
          // Before the incident says so: whoever finds one by a number looks whether it bears it.
          const until = keptUntil(data.retention.incidents, now());
          await posNumbers.note(data.centre.id, command.entry.number, present.id, until);
        }
        const around = await lookAround(parts, decision.incident, staff);
        if (command.name === "ask") await note(decision.incident);
        if ((await incidents.replace(decision.incident)) === "conflict") {
          const changed = race < MOST_RACES ? await incidents.read(present.id) : undefined;
          if (changed !== undefined) return carryOut(asked, changed, race + 1);
          return problemAnswer(problemOf("changed-meanwhile", "Read it again and decide anew."));
        }
        count(command, decision.incident);
        if (command.name === "assign") await remember(present, command.authority);
        return showAmong(around, { incident: decision.incident, centre: data, staff, at: now() });
      default:
        return decision satisfies never;
    }
  };

  return async ({ id, command: asked, ifMatch, json }: Asked, staff: Staff): Promise<HttpAnswer> => {
    const name = commandName.safeParse(asked);
    if (!name.success) return problemAnswer(problemOf("not-found", `There is no command ${asked}.`));
    if (!mayDo(staff, name.data))
      return problemAnswer(problemOf("forbidden", `The role ${staff.role} may not ${name.data} an incident.`));
    const version = versionOf(ifMatch);
    if (version === undefined)
      return problemAnswer(problemOf("version-required", 'Send If-Match with the version you have read, as "3".'));
    // Staff see incidents of their own centre alone.
    const data = await centre(staff.centre);
    const incident = await seenIncident(incidents, id, staff);
    if (incident === undefined)
      return problemAnswer(problemOf("not-found", "There is no such incident in your queue."));
    const read = readCommand(name.data, json, data, replyId(incident.id, version));
    if (read.kind === "problem") return problemAnswer(read.problem);
    const { command } = read;
    if (command.name !== "merge" && command.name !== "split" && command.name !== "divide")
      return carryOut({ command, version, data, staff }, incident);
    if (incident.version !== version)
      return problemAnswer(problemOf("changed-meanwhile", `It is at version ${incident.version} now.`));
    return join({ command, incident, data, staff });
  };
};
