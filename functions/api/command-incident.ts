import { randomUUID } from "node:crypto";
import type * as z from "zod/mini";
import { commandBodies, commandName } from "../../shared/contracts/api.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { type Problem, problemOf } from "../../shared/contracts/problem.ts";
import { type Command, type CommandName, decide } from "../../shared/domain/change-incident.ts";
import type { Centre } from "../../shared/domain/centre.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import { retained } from "../../shared/domain/retention.ts";
import { type HttpAnswer, jsonAnswer, problemAnswer } from "../../shared/platform/http.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import { complaints } from "../../shared/platform/parse.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { detailView } from "./incident-view.ts";
import { seenIncident } from "./seen-incident.ts";
import { mayDo, type Staff } from "./staff.ts";

export interface CommandParts {
  readonly incidents: Incidents;
  readonly centre: ReadCentre;
  readonly now: Now;
  readonly counter: Counter;
}

interface Asked {
  readonly id: string;
  readonly command: string;
  readonly ifMatch: string | undefined;
  readonly json: unknown;
}

type ReadCommand =
  | { readonly kind: "read"; readonly command: Command }
  | { readonly kind: "problem"; readonly problem: Problem };

const readBody = <Body>(
  schema: z.ZodMiniType<Body>,
  json: unknown,
  commandOf: (body: Body) => Command,
): ReadCommand => {
  const parsed = schema.safeParse(json);
  if (parsed.success) return { kind: "read", command: commandOf(parsed.data) };
  return { kind: "problem", problem: problemOf("malformed", undefined, [...complaints(parsed.error)]) };
};

const readCommand = (name: CommandName, json: unknown): ReadCommand => {
  switch (name) {
    case "assign":
      return readBody(commandBodies.assign, json, ({ authority, why }) => ({
        name,
        authority,
        ...(why === undefined ? {} : { why }),
      }));
    case "answer":
      return readBody(commandBodies.answer, json, ({ text }) => ({ name, text, replyId: randomUUID() }));
    case "close":
      return readBody(commandBodies.close, json, ({ why }) => ({ name, why }));
    default:
      return name satisfies never;
  }
};

/** The version in `If-Match`: `"3"`, or 3 as people type it. */
const versionOf = (ifMatch: string | undefined): number | undefined => {
  const digits = /^(?:W\/)?"?([0-9]{1,9})"?$/.exec(ifMatch?.trim() ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
};

const unknownAuthority = (command: Command, { authorities }: Centre): boolean =>
  command.name === "assign" && !authorities.authorities.some(({ id }) => id === command.authority);

export const commandIncident = ({ incidents, centre, now, counter }: CommandParts) => {
  const count = ({ name }: Command, after: Incident) => {
    const step = after.history.at(-1);
    if (step?.what === "answered") counter.add(Metric.AnswerInTime, step.inTime ? 100 : 0);
    if (name === "close") counter.add(Metric.IncidentClosed);
  };

  const carryOut = async (incident: Incident, command: Command, staff: Staff): Promise<HttpAnswer> => {
    const data = await centre(incident.centre);
    if (unknownAuthority(command, data))
      return problemAnswer(
        problemOf("malformed", undefined, [{ pointer: "/authority", detail: "is not an authority of this centre" }]),
      );
    const at = now();
    const decision = decide(incident, command, staff.id, at);
    if (decision.kind === "not-allowed")
      return problemAnswer(
        problemOf(
          "conflict",
          `The incident is ${decision.state}; ${command.name} is possible from ${decision.from.join(", ")}.`,
        ),
      );
    const changed = retained(decision.incident, data.retention, at);
    if ((await incidents.replace(changed)) === "conflict")
      return problemAnswer(problemOf("changed-meanwhile", "Read it again and decide anew."));
    count(command, changed);
    return jsonAnswer(200, detailView(changed, data), { etag: `"${changed.version}"` });
  };

  return async ({ id, command: asked, ifMatch, json }: Asked, staff: Staff): Promise<HttpAnswer> => {
    const name = commandName.safeParse(asked);
    if (!name.success) return problemAnswer(problemOf("not-found", `There is no command ${asked}.`));
    if (!mayDo(staff, name.data))
      return problemAnswer(problemOf("forbidden", `The role ${staff.role} may not ${name.data} an incident.`));
    const version = versionOf(ifMatch);
    if (version === undefined)
      return problemAnswer(problemOf("version-required", 'Send If-Match with the version you have read, as "3".'));
    const read = readCommand(name.data, json);
    if (read.kind === "problem") return problemAnswer(read.problem);
    const incident = await seenIncident(incidents, id, staff);
    if (incident === undefined)
      return problemAnswer(problemOf("not-found", "There is no such incident in your queue."));
    if (incident.version !== version)
      return problemAnswer(problemOf("changed-meanwhile", `It is at version ${incident.version} now.`));
    return carryOut(incident, read.command, staff);
  };
};
