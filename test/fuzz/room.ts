import { isDeepStrictEqual } from "node:util";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { answerRequest } from "../../functions/api/answer-request.ts";
import { nothingMatches } from "../../functions/register/match.ts";
import { registerMessage } from "../../functions/register/register-message.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { acceptedSignal } from "../../shared/contracts/partner-signal.ts";
import { problem } from "../../shared/contracts/problem.ts";
import { signalMessage } from "../../shared/contracts/signal-message.ts";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { memoryAssignments } from "../doubles/memory-assignments.ts";
import { memoryBotChats } from "../doubles/memory-bot-chats.ts";
import { memoryIdentities } from "../doubles/memory-identities.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryPosNumbers } from "../doubles/memory-pos-numbers.ts";
import { memoryQueue } from "../doubles/memory-queue.ts";
import { memoryTable } from "../doubles/memory-table.ts";
import { recordingCounter } from "../doubles/recording-counter.ts";
import { recordingLog } from "../doubles/recording-log.ts";
import { fixtureCentre } from "../fixtures/centre.ts";
import { openIntake } from "../fixtures/intake.ts";
import type { IntakeRequest } from "./requests.ts";

/** What every answer has to be, whatever was asked. */
const checkAnswer = ({ statusCode = 200, headers, body }: HttpAnswer): void => {
  if (statusCode >= 500) throw new Error(`answered ${statusCode}: ${body}`);
  if (statusCode < 400) return;
  if (!String(headers?.["content-type"]).startsWith("application/problem+json"))
    throw new Error(`refused with ${statusCode} and no problem: ${body}`);
  const described = problem.parse(JSON.parse(body ?? ""));
  if (described.status !== statusCode) throw new Error(`answered ${statusCode} and described ${described.status}`);
};

const acknowledgements = [
  Metric.SignalAccepted,
  Metric.ExistenceAccepted,
  Metric.SignalRejected,
  Metric.SignalIgnored,
  Metric.ChannelWarning,
] as const;

/** The doors and the desk over stores in memory; what is accepted is registered at once, as `register` would. */
export const openFuzzRoom = () => {
  const intake = openIntake();
  const table = memoryTable();
  const incidents = memoryIncidents(table);
  const counter = recordingCounter();
  const parts = {
    incidents,
    identities: memoryIdentities(),
    sealer: intake.sealing.sealer,
    centre: async () => fixtureCentre(),
    match: nothingMatches,
    now: intake.clock.now,
    counter,
    log: recordingLog(),
  };
  const register = registerMessage({ ...parts, botChats: memoryBotChats(table) });
  const desk = answerRequest({
    ...parts,
    queue: memoryQueue(table),
    assignments: memoryAssignments(table),
    posNumbers: memoryPosNumbers(table),
    pastRules: async () => undefined,
    presentCentre: async () => fixtureCentre(),
  });
  const ids = new Set<string>();

  const registerSent = async (before: number): Promise<void> => {
    for (const { message } of intake.signals.sent.slice(before)) {
      const became = await register(signalMessage.parse(JSON.parse(JSON.stringify(message))));
      if (!("incidentId" in became)) continue;
      const { incidentId } = became;
      const kept = await incidents.read(incidentId);
      if (kept === undefined) throw new Error(`the incident ${incidentId} is not there`);
      ids.add(incidentId);
    }
  };

  return {
    /** Incidents that are there. */
    ids: (): readonly string[] => [...ids],
    /** Throws when the answer, or what became of what was accepted, is not as it must be. */
    knock: async (request: IntakeRequest): Promise<void> => {
      const [sent, signals] = [intake.signals.sent.length, intake.sealed().length];
      const acknowledged = () => acknowledgements.reduce((sum, metric) => sum + intake.counter.total(metric), 0);
      const before = acknowledged();
      const answer = await intake.answer(request);
      checkAnswer(answer);
      const { statusCode = 200, body } = answer;
      const [queued, counted] = [intake.signals.sent.length - sent, acknowledged() - before];
      const confirmed = statusCode === 200 && body !== "ok" && body?.startsWith("{") !== true;
      const expected = statusCode < 300 && !confirmed;
      // A restoration comes with its message, a warning with what it warns of.
      if (counted > 2 || counted > 0 !== expected || queued > counted)
        throw new Error(`answered ${statusCode} ${body}, queued ${queued} and counted ${counted}`);
      if (statusCode === 202) {
        const { signalId } = acceptedSignal.parse(JSON.parse(body ?? ""));
        if (
          !isDeepStrictEqual(
            [signalId],
            intake
              .sealed()
              .slice(signals)
              .map(({ id }) => id),
          )
        )
          throw new Error(`promised ${signalId} and queued another`);
      }
      await registerSent(sent);
    },
    ask: async (request: APIGatewayProxyEventV2): Promise<void> => checkAnswer(await desk(request)),
  };
};
