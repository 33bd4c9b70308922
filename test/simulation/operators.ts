import * as z from "zod/mini";
import { MINUTE, type Instant, SECOND } from "../../shared/domain/instant.ts";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { apiRequest } from "../fixtures/api.ts";
import type { Installation } from "./installation.ts";
import { invoke } from "./invocation.ts";
import type { Random } from "./random.ts";

const commands = [
  "triage",
  "assign",
  "ask",
  "resume",
  "extend",
  "interim",
  "answer",
  "reopen",
  "appeal",
  "close",
] as const;
type Command = (typeof commands)[number];

/** A command that an operator was told is done. */
export interface Acknowledged {
  readonly incidentId: string;
  readonly command: Command;
  /** The version that the command made. */
  readonly version: number;
  readonly at: Instant;
}

interface Parts {
  readonly installation: Installation;
  readonly random: Random;
  readonly onAcknowledged: (acknowledged: Acknowledged) => void;
}

const TIMEOUT = 30 * SECOND;
const MOST_TRIES = 20;

const bodies = {
  triage: { urgent: true, why: "опасно" },
  assign: { authority: "administration" },
  ask: { text: "Где это?" },
  resume: { why: "ответил по телефону" },
  extend: { clock: "answer", by: "2h", why: "ждём деталь", notice: "Ответим позже." },
  interim: { text: "Бригада выехала." },
  answer: { text: "Сделано." },
  reopen: { why: "не сделано" },
  appeal: { why: "заявитель просит" },
  close: { why: "вопрос решён" },
} as const satisfies Record<Command, object>;

const seen = z.object({ version: z.int() });

type Request = Parameters<Installation["wired"]["api"]>[1];

const statusOf = (answer: HttpAnswer | undefined): number => answer?.statusCode ?? 502;

/** Reads an incident and carries out a command on it; what fails or was overtaken is tried again by a patient person. */
const carryOut = ({ installation, random, onAcknowledged }: Parts, incidentId: string, command: Command): void => {
  const { world, wired } = installation;
  const ask = (request: Request, then: (answer: HttpAnswer | undefined) => void): void =>
    invoke(
      installation,
      { functionName: "api", timeout: TIMEOUT },
      (invocation) => wired.api(invocation, request),
      (outcome) => then(outcome.kind === "answered" ? outcome.answer : undefined),
    );
  const path = { id: incidentId };

  const attempt = (tries: number): void => {
    const again = (): void => {
      if (tries < MOST_TRIES) world.after(random.between(2 * SECOND, 2 * MINUTE), () => attempt(tries + 1));
    };
    ask(apiRequest("GET /api/incidents/{id}", { path }), (read) => {
      if (statusOf(read) !== 200) return again();
      const { version } = seen.parse(JSON.parse(read?.body ?? ""));
      const request = apiRequest("POST /api/incidents/{id}/{command}", {
        path: { ...path, command },
        ifMatch: `"${version}"`,
        body: bodies[command],
      });
      ask({ ...request, pathParameters: { ...path, command } }, (done) => {
        // The state does not allow it: somebody was faster, or the answer to the first try was lost.
        if (statusOf(done) === 409) return;
        if (statusOf(done) !== 200) return again();
        onAcknowledged({
          incidentId,
          command,
          version: seen.parse(JSON.parse(done?.body ?? "")).version,
          at: world.now(),
        });
      });
    });
  };
  attempt(0);
};

/** How many incidents each is done to. Some of it comes when it is not possible any more, or not yet. */
const SHARES: Readonly<Record<Command, number>> = {
  triage: 0.15,
  assign: 0.6,
  ask: 0.25,
  resume: 0.2,
  extend: 0.2,
  interim: 0.15,
  answer: 0.5,
  reopen: 0.2,
  appeal: 0.1,
  close: 0.25,
};

/** What people do about an incident after it was accepted, `within` a time: some is assigned, answered, closed, and some is forgotten. */
export const workOn = (parts: Parts, incidentId: string, within: number): void => {
  const { installation, random } = parts;
  const later = (share: number, command: Command): void => {
    if (random.chance(share))
      installation.world.after(random.below(within), () => carryOut(parts, incidentId, command));
  };
  for (const command of commands) later(SHARES[command], command);
};
