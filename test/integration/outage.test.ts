import { expect, test } from "vitest";
import { claimStage } from "../../functions/claim/claim-stage.ts";
import { sweep } from "../../functions/watch/sweep.ts";
import type { DueMessage } from "../../shared/contracts/due-message.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { HOUR, MINUTE } from "../../shared/domain/time/instant.ts";
import { handClock } from "../doubles/hand-clock.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryQueueSender } from "../doubles/memory-queue-sender.ts";
import { memoryTable } from "../doubles/memory-table.ts";
import { memoryWatchList } from "../doubles/memory-watch.ts";
import { recordingCounter } from "../doubles/recording-counter.ts";
import { fixtureCentre, fixtureIncident, MONDAY_NOON } from "../fixtures/centre.ts";
import { decide } from "../fixtures/decide.ts";

const OUTAGE = 6 * HOUR;
const INCIDENTS = 400;
const ANSWERED = 40;
/** Incidents that a sweep reads at a time from a shard: an outage fills many pages of each. */
const PAGE = 10;

/** An incident whose one stage comes at a moment of its own within the outage. */
const dueDuring = (number: number): Incident => {
  const whole = fixtureIncident({ id: `incident-${number}` });
  const at = MONDAY_NOON + ((number * 7_919) % INCIDENTS) * (OUTAGE / INCIDENTS);
  const clocks = whole.clocks
    .filter(({ kind }) => kind === "answer")
    .map((clock) => ({ ...clock, ahead: { breached: at } }));
  return { ...whole, clocks };
};

test("after hours without a sweep the longest waiting is announced first, as late, and what was answered is not", async () => {
  const clock = handClock();
  const table = memoryTable();
  const incidents = memoryIncidents(table);
  const due = memoryQueueSender<DueMessage>();
  const counter = recordingCounter();
  const opened = Array.from({ length: INCIDENTS }, (_, number) => dueDuring(number));
  for (const incident of opened) await incidents.open(incident);

  clock.advance(OUTAGE);
  // The index has not learnt of the answers yet.
  table.lag(ANSWERED);
  for (const incident of opened.slice(0, ANSWERED)) {
    const answer = { name: "answer", text: "Готово", replyId: "reply" } as const;
    const decision = decide(incident, answer, "operator", clock.now());
    if (decision.kind === "changed") await incidents.replace(decision.incident);
  }
  await sweep({ watchList: memoryWatchList(table, PAGE), due, now: clock.now, counter })(() => true);

  const moments = due.sent.map(({ message }) => message.at);
  expect(moments).toHaveLength(INCIDENTS);
  expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  expect(due.sent.every(({ delaySeconds }) => delaySeconds === 0)).toBe(true);

  const claim = claimStage({ incidents, centre: async () => fixtureCentre(), now: clock.now, counter });
  for (const { message } of due.sent) await claim(message.incidentId);
  for (const [number, { id }] of opened.entries()) {
    const stages = ((await incidents.read(id))?.history ?? []).flatMap((entry) =>
      entry.what === "stage" ? [{ stage: entry.stage, late: entry.late }] : [],
    );
    const at = opened[number]?.clocks[0]?.ahead.breached ?? 0;
    const late = clock.now() - at > MINUTE;
    expect([id, stages]).toEqual([id, number < ANSWERED ? [] : [{ stage: "breached", late }]]);
  }
});
