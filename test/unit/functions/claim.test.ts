import { describe, expect, test } from "vitest";
import { claimStage } from "../../../functions/claim/claim-stage.ts";
import { incidentEvents } from "../../../shared/contracts/events-of.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import type { Centre } from "../../../shared/domain/centre/centre.ts";
import { stageEventId } from "../../../shared/domain/ids.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { firstClocks } from "../../../shared/domain/incident/open-incident.ts";
import { matterOf } from "../../../shared/domain/incident/rules.ts";
import { Rejection } from "../../../shared/domain/signal/rejection.ts";
import { DAY, HOUR, type Instant, iso, MINUTE } from "../../../shared/domain/time/instant.ts";
import type { Incidents } from "../../../shared/store/ports.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { fixtureCentre, fixtureIncident, MONDAY_NOON } from "../../fixtures/centre.ts";
import { decide } from "../../fixtures/decide.ts";

/** One reaction clock: due at three in the afternoon, escalated at five. */
const openClaim = async (incidents: Incidents = memoryIncidents(), centre: Centre = fixtureCentre()) => {
  const clock = handClock();
  const counter = recordingCounter();
  const whole = fixtureIncident();
  const clocks = firstClocks(matterOf(whole), centre, MONDAY_NOON);
  const incident: Incident = { ...whole, clocks: clocks.filter(({ kind }) => kind === "reaction") };
  await incidents.open(incident);
  const read = async (): Promise<Incident> => {
    const found = await incidents.read(incident.id);
    if (found === undefined) throw new Error("The incident of the test is gone.");
    return found;
  };
  return {
    id: incident.id,
    clock,
    counter,
    incidents,
    claim: claimStage({ incidents, centre: async () => centre, now: clock.now, counter }),
    read,
    at: (moment: Instant) => clock.set(MONDAY_NOON + moment),
    stages: async () =>
      (await read()).history.flatMap((entry) => (entry.what === "stage" ? [[entry.stage, entry.late]] : [])),
  };
};

test("a reply of which nothing is heard for days is given up, and its answer is owed again", async () => {
  const incidents = memoryIncidents();
  const room = await openClaim(incidents);
  const written = await room.read();
  const answer = { name: "answer", text: "Готово", replyId: "r1" } as const;
  const decision = decide(written, answer, "operator", MONDAY_NOON + HOUR);
  if (decision.kind !== "changed") throw new Error("The answer of the test was refused.");
  await incidents.replace(decision.incident);
  const ends = new Set<string>();
  for (let at = HOUR; at < 6 * DAY; at += 10 * MINUTE) {
    room.at(at);
    for (let claim = await room.claim(room.id); claim.kind !== "nothing-due"; claim = await room.claim(room.id))
      ends.add(claim.kind);
  }
  const { version, state, replies } = await room.read();
  expect(replies).toMatchObject([{ deliveries: [{ state: "failed", why: "unheard-of" }] }]);
  expect(ends).toContain("given-up");
  expect(state).toBe("in-work");
  expect(version).toBeLessThan(20);
  expect(room.counter.total(Metric.ReplyFailed)).toBe(1);
});

describe("a stage", () => {
  test("is claimed at its moment, in time", async () => {
    const room = await openClaim();
    room.at(1.5 * HOUR);
    expect(await room.claim(room.id)).toEqual({ kind: "claimed", stages: 1 });
    expect(await room.read()).toMatchObject({ version: 2, clocks: [{ stage: "warned-50" }] });
    expect(await room.stages()).toEqual([["warned-50", false]]);
    expect(room.counter.total(Metric.DeadlineAtRisk)).toBe(1);
    expect(room.counter.values(Metric.StageLateness)).toEqual([0]);
  });

  test("is not claimed a moment before", async () => {
    const room = await openClaim();
    room.at(1.5 * HOUR - 1);
    expect(await room.claim(room.id)).toEqual({ kind: "nothing-due" });
    expect((await room.read()).version).toBe(1);
  });

  test("is claimed once, however many messages ask for it at once or later", async () => {
    const room = await openClaim();
    room.at(3 * HOUR);
    const claims = await Promise.all(Array.from({ length: 6 }, () => room.claim(room.id)));
    claims.push(await room.claim(room.id));
    expect(claims.filter(({ kind }) => kind === "claimed")).toEqual([{ kind: "claimed", stages: 4 }]);
    expect(await room.stages()).toHaveLength(4);
    expect(room.counter.total(Metric.DeadlineBreached)).toBe(1);
  });

  test("is late only when it is noticed more than a minute after its moment", async () => {
    const room = await openClaim();
    room.at(1.5 * HOUR + MINUTE);
    await room.claim(room.id);
    room.at(2.25 * HOUR + MINUTE + 1);
    await room.claim(room.id);
    expect(await room.stages()).toEqual([
      ["warned-50", false],
      ["warned-75", true],
    ]);
    expect(room.counter.values(Metric.StageLateness)).toEqual([60, 60.001]);
  });

  test("passed in one jump with others is claimed with each of them, in order, those marked late", async () => {
    const room = await openClaim();
    room.at(5 * HOUR);
    expect(await room.claim(room.id)).toEqual({ kind: "claimed", stages: 5 });
    expect(await room.stages()).toEqual([
      ["warned-50", true],
      ["warned-75", true],
      ["warned-90", true],
      ["breached", true],
      ["escalated", false],
    ]);
    expect(await room.read()).toMatchObject({ version: 2, clocks: [{ stage: "escalated", ahead: {} }] });
    expect(room.counter.total(Metric.DeadlineAtRisk)).toBe(3);
    expect(room.counter.total(Metric.DeadlineBreached)).toBe(1);
    expect(room.counter.total(Metric.DeadlineEscalated)).toBe(1);
  });

  test("escalated rung by rung is claimed at each, under ids of which the first is that of a single rung", async () => {
    const { norms, ...rest } = fixtureCentre();
    const room = await openClaim(memoryIncidents(), {
      ...rest,
      norms: { ...norms, escalateAfter: ["2h", "1h", "4h"] },
    });
    for (const hours of [5, 5.5, 6, 10, 20]) {
      room.at(hours * HOUR);
      await room.claim(room.id);
    }
    const after = await room.read();
    const told = incidentEvents(after, 1).filter(({ type }) => type === "DeadlineEscalated");
    const id = (rung?: number) =>
      stageEventId(room.id, { clock: "reaction", stage: "escalated", clockVersion: 1, rung });
    expect(told.map((event) => [event.id, event.time, event.data])).toEqual(
      [undefined, 2, 3].map((rung, index) => [
        id(rung),
        iso(MONDAY_NOON + ([5, 6, 10][index] ?? 0) * HOUR),
        expect.objectContaining({ stage: "escalated", version: 1, ...(rung === undefined ? {} : { rung }) }),
      ]),
    );
    expect(new Set(told.map((event) => event.id)).size).toBe(3);
    expect(after.clocks).toMatchObject([{ stage: "escalated", rung: 3, ahead: {} }]);
  });

  test("is not claimed when the citizen was answered meanwhile", async () => {
    const room = await openClaim();
    room.at(1 * HOUR);
    const decision = decide(
      await room.read(),
      { name: "answer", text: "Готово", replyId: "r" },
      "op",
      room.clock.now(),
    );
    if (decision.kind !== "changed") throw new Error("A new incident can be answered.");
    await room.incidents.replace(decision.incident);
    room.at(3 * HOUR);
    await room.claim(room.id);
    expect(await room.stages()).toEqual([]);
    expect((await room.read()).clocks).toEqual(decision.incident.clocks);
  });

  test("is not claimed when the answer comes between its reading and its writing", async () => {
    const stored = memoryIncidents();
    const answering: Incidents = {
      ...stored,
      replace: async (incident) => {
        const present = await stored.read(incident.id);
        if (present?.state === "new") {
          const decision = decide(present, { name: "answer", text: "Готово", replyId: "r" }, "op", MONDAY_NOON);
          if (decision.kind === "changed") await stored.replace(decision.incident);
        }
        return stored.replace(incident);
      },
    };
    const room = await openClaim(answering);
    room.at(3 * HOUR);
    await room.claim(room.id);
    expect(await room.stages()).toEqual([]);
    expect(room.counter.total(Metric.DeadlineBreached)).toBe(0);
  });
});

describe("a claim", () => {
  test("of an incident that is not there will never succeed and says so", async () => {
    const { claim } = await openClaim();
    await expect(claim("nobody")).rejects.toThrow(Rejection);
  });

  test("that fails is made again at once; one that keeps failing goes back to the queue", async () => {
    const stored = memoryIncidents();
    let failures = 1;
    const room = await openClaim({
      ...stored,
      replace: async (incident) => {
        failures -= 1;
        if (failures >= 0) throw new Error("The table is busy.");
        return stored.replace(incident);
      },
    });
    room.at(1.5 * HOUR);
    expect(await room.claim(room.id)).toEqual({ kind: "claimed", stages: 1 });
    failures = 3;
    room.at(3 * HOUR);
    await expect(room.claim(room.id)).rejects.toThrow("busy");
    expect(await room.stages()).toEqual([["warned-50", false]]);
  });

  test("that loses every race goes back to the queue", async () => {
    const room = await openClaim({ ...memoryIncidents(), replace: async () => "conflict" });
    room.at(3 * HOUR);
    const failure = expect(room.claim(room.id)).rejects;
    await failure.toThrow(/changed 5 times/);
    await expect(room.claim(room.id)).rejects.not.toThrow(Rejection);
    expect(room.counter.total(Metric.DeadlineBreached)).toBe(0);
  });
});
