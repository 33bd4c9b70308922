import { describe, expect, test } from "vitest";
import { recomputeCentre } from "../../../functions/recompute/recompute-centre.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { type RecomputeMessage, recomputeReport } from "../../../shared/contracts/recompute.ts";
import type { Centre } from "../../../shared/domain/centre/centre.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { rulesVersionOf } from "../../../shared/domain/incident/rules.ts";
import { HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import type { Incidents } from "../../../shared/store/ports.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryQueue } from "../../doubles/memory-queue.ts";
import { memoryQueueSender } from "../../doubles/memory-queue-sender.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import { openApiRoom, staff } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureIncident, MONDAY_NOON } from "../../fixtures/centre.ts";
import { decide } from "../../fixtures/decide.ts";
import { problemIn } from "../../fixtures/http-answer.ts";

const old = fixtureCentre();
const answerWithin = (duration: string): Centre => ({
  ...old,
  norms: {
    ...old.norms,
    norms: [
      { clock: "reaction", duration: "3h" },
      { clock: "answer", duration },
    ],
  },
});
/** Two working hours more for an answer. */
const longer = answerWithin("11wh");

const FIRST: RecomputeMessage = { schemaVersion: 1, centre: "fixture", seen: 0, changed: 0, moved: 0 };

const openRecompute = (centre: Centre = longer) => {
  const clock = handClock();
  const table = memoryTable();
  const incidents = memoryIncidents(table);
  const counter = recordingCounter();
  const log = recordingLog();
  const next = memoryQueueSender<RecomputeMessage>();
  let left = Number.POSITIVE_INFINITY;
  const mortal: Incidents = {
    ...incidents,
    replace: async (incident) => {
      if (left === 0) throw new Error("The worker died.");
      const answer = await incidents.replace(incident);
      left -= 1;
      if (left === 0) throw new Error("The worker died.");
      return answer;
    },
  };
  const recompute = recomputeCentre({
    incidents: mortal,
    queue: memoryQueue(table),
    centre: async () => centre,
    next,
    now: clock.now,
    counter,
    log,
  });
  /** Works off a message and all that it leads to. */
  const run = async (from: RecomputeMessage = FIRST) => {
    let message: RecomputeMessage | undefined = from;
    let pages = 0;
    for (; message !== undefined; pages += 1) {
      const before = next.sent.length;
      await recompute(message);
      message = next.sent[before]?.message;
    }
    return pages;
  };
  return {
    clock,
    incidents,
    counter,
    log,
    next,
    run,
    /** So many writes from now on the worker dies for good, before it hears that the last one was done. */
    dieAfter: (writes: number) => {
      left = writes;
    },
  };
};

const answerClock = (incident: Incident | undefined) => incident?.clocks.find(({ kind }) => kind === "answer");

describe("new norms", () => {
  test("move the deadlines of open incidents, with the reason in the history and new alerts to come", async () => {
    const { incidents, run, counter, clock } = openRecompute();
    const opened = fixtureIncident();
    await incidents.open(opened);
    clock.advance(HOUR);
    await run();
    const after = await incidents.read(opened.id);
    const [from, to] = [answerClock(opened)?.dueAt ?? 0, (answerClock(opened)?.dueAt ?? 0) + 2 * HOUR];
    expect(answerClock(after)).toMatchObject({ dueAt: to, norm: "11wh", version: 2, rules: rulesVersionOf(longer) });
    expect(after?.history.at(-1)).toMatchObject({ what: "recomputed", moved: [{ clock: "answer", from, to }] });
    expect(counter.total(Metric.DeadlineMoved)).toBe(1);
  });

  test("are reckoned once, however often the message comes, and over as many pages as it takes", async () => {
    const { incidents, run, counter } = openRecompute();
    const many = Array.from({ length: 230 }, (_, n) =>
      fixtureIncident({ id: `incident-${n}`, createdAt: MONDAY_NOON - n * MINUTE }),
    );
    for (const incident of many) await incidents.open(incident);
    expect(await run()).toBe(3);
    expect(counter.total(Metric.DeadlineMoved)).toBe(230);
    await run();
    expect(counter.total(Metric.DeadlineMoved)).toBe(230);
    for (const { id } of many) expect((await incidents.read(id))?.version).toBe(2);
  });

  test("are reckoned to the end by another try after a failure halfway, each incident once", async () => {
    const { incidents, run, dieAfter, next } = openRecompute();
    const ids = Array.from({ length: 230 }, (_, n) => `incident-${n}`);
    for (const [n, id] of ids.entries()) await incidents.open(fixtureIncident({ id, createdAt: MONDAY_NOON - n }));
    for (const writes of [1, 40, 70]) {
      dieAfter(writes);
      await expect(run(next.sent.at(-1)?.message)).rejects.toThrow("died");
    }
    dieAfter(Number.POSITIVE_INFINITY);
    await run(next.sent.at(-1)?.message);
    for (const id of ids) expect((await incidents.read(id))?.version).toBe(2);
  });

  test.each([
    ["sooner", { after: "1h", outcome: "resumes" }, HOUR],
    ["later, and closes then", { after: "30h", outcome: "closes" }, 30 * HOUR],
  ] as const)(
    "end a wait for the citizen that has begun when their rule of silence says so: %s",
    async (_, silence, after) => {
      const ask = { name: "ask", text: "В каком дворе?", replyId: "r" } as const;
      const decision = decide(fixtureIncident(), ask, "olga", MONDAY_NOON);
      if (decision.kind !== "changed") throw new Error("A new incident's citizen can be asked.");
      const { incidents, run, clock } = openRecompute({ ...old, norms: { ...old.norms, silence } });
      await incidents.open(decision.incident);
      clock.advance(10 * MINUTE);
      await run();
      await run();
      const recomputed = await incidents.read(decision.incident.id);
      expect(recomputed).toMatchObject({
        version: decision.incident.version + 1,
        asked: { at: MONDAY_NOON, silentAt: MONDAY_NOON + after, outcome: silence.outcome },
      });
      const ended = recomputed && claimStages(recomputed, MONDAY_NOON + after)?.incident;
      expect(ended?.history.findLast(({ why }) => why === "silence")?.what).toBe(
        silence.outcome === "closes" ? "closed" : "resumed",
      );
    },
  );

  test("leave alone what is answered or closed", async () => {
    const { incidents, run } = openRecompute();
    const decision = decide(fixtureIncident(), { name: "answer", text: "Да", replyId: "r" }, "olga", MONDAY_NOON);
    if (decision.kind !== "changed") throw new Error("A new incident can be answered.");
    await incidents.open(decision.incident);
    await run();
    expect(await incidents.read(decision.incident.id)).toEqual(decision.incident);
  });

  test("do not alert again of what was told, and alert at once of what is late under them", async () => {
    const { incidents, run, clock } = openRecompute(answerWithin("1wh"));
    const opened = fixtureIncident();
    const told = claimStages(opened, MONDAY_NOON + 1.5 * HOUR)?.incident ?? opened;
    await incidents.open(told);
    clock.set(MONDAY_NOON + 1.6 * HOUR);
    await run();
    const after = await incidents.read(opened.id);
    expect(after?.clocks.find(({ kind }) => kind === "reaction")).toEqual(
      told.clocks.find(({ kind }) => kind === "reaction"),
    );
    const claimed = after && claimStages(after, clock.now());
    expect(claimed?.passed.map(({ clock: kind, stage, clockVersion }) => [kind, stage, clockVersion])).toEqual([
      ["answer", "warned-50", 2],
      ["answer", "warned-75", 2],
      ["answer", "warned-90", 2],
      ["answer", "breached", 2],
    ]);
  });
});

describe("npm run recompute", () => {
  const asked = async (dryRun: boolean, as = staff("supervisor")) => {
    const room = openApiRoom(() => longer);
    await room.incidents.open(fixtureIncident());
    const answer = await room.recompute("fixture", { as, body: { dryRun } });
    return { room, answer };
  };

  test("says what moved", async () => {
    const { room, answer } = await asked(false);
    const report = recomputeReport.parse(JSON.parse(answer.body ?? ""));
    expect(report).toMatchObject({ seen: 1, changed: 1, moved: [{ clock: "answer" }] });
    expect((await room.incidents.read(fixtureIncident().id))?.version).toBe(2);
  });

  test("with --dry-run says what would move, and moves nothing", async () => {
    const { room, answer } = await asked(true);
    expect(recomputeReport.parse(JSON.parse(answer.body ?? ""))).toMatchObject({ changed: 1, moved: [{}] });
    expect(await room.incidents.read(fixtureIncident().id)).toEqual(fixtureIncident());
  });

  test.each([staff("operator"), staff("supervisor", { "custom:centre": "other" })])("is not for %j", async (as) => {
    const { room, answer } = await asked(false, as);
    expect(problemIn(answer).status).toBe(403);
    expect((await room.incidents.read(fixtureIncident().id))?.version).toBe(1);
  });
});
