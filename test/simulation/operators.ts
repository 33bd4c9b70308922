import * as z from "zod/mini";
import { type Instant, MINUTE, SECOND } from "../../shared/domain/time/instant.ts";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { apiRequest, staff } from "../fixtures/api.ts";
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
  "merge",
  "split",
  "divide",
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
  /** Signals that were accepted so far. */
  readonly known: ReadonlySet<string>;
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
  divide: { text: "И фонарь не горит." },
} as const satisfies Partial<Record<Command, object>>;

const seen = z.object({ id: z.string(), version: z.int(), signals: z.array(z.object({ id: z.string() })) });

/** What is sent with a command; nothing when there is nothing to do it to. */
const bodyOf = ({ random, known }: Parts, command: Command, joined: readonly string[]): object | undefined => {
  switch (command) {
    case "merge": {
      const others = [...known];
      return { into: others[random.below(others.length)] };
    }
    case "split":
      return joined.length === 0 ? undefined : { signals: joined.slice(random.below(joined.length)) };
    default:
      return bodies[command];
  }
};

type Request = Parameters<Installation["wired"]["api"]>[1];

const statusOf = (answer: HttpAnswer | undefined): number => answer?.statusCode ?? 502;

/** Reads an incident and carries out a command on it; what fails or was overtaken is tried again by a patient person. */
const carryOut = (parts: Parts, signalId: string, command: Command): void => {
  const { installation, random, onAcknowledged } = parts;
  const { world, wired } = installation;
  const ask = (request: Request, then: (answer: HttpAnswer | undefined) => void): void =>
    invoke(
      installation,
      { functionName: "api", timeout: TIMEOUT },
      (invocation) => wired.api(invocation, request),
      (outcome) => then(outcome.kind === "answered" ? outcome.answer : undefined),
    );
  const attempt = (tries: number): void => {
    const again = (): void => {
      if (tries < MOST_TRIES) world.after(random.between(2 * SECOND, 2 * MINUTE), () => attempt(tries + 1));
    };
    ask(apiRequest("GET /api/incidents/{id}", { path: { id: signalId } }), (read) => {
      if (statusOf(read) !== 200) return again();
      const { id: incidentId, version, signals } = seen.parse(JSON.parse(read?.body ?? ""));
      const [, ...joined] = signals.map(({ id }) => id);
      const body = bodyOf(parts, command, joined);
      if (body === undefined) return;
      const path = { id: incidentId };
      const request = apiRequest("POST /api/incidents/{id}/{command}", {
        path: { ...path, command },
        as: staff(command === "extend" ? "supervisor" : "operator"),
        ifMatch: `"${version}"`,
        body,
      });
      ask({ ...request, pathParameters: { ...path, command } }, (done) => {
        if (statusOf(done) === 403) throw new Error(`Nobody here may ${command}: ${done?.body}`);
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
  merge: 0.15,
  split: 0.2,
  divide: 0.05,
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
