import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { isOver, startClock } from "../../shared/domain/clock/clock.ts";
import { explainClock } from "../../shared/domain/clock/explain-clock.ts";
import { clockKind } from "../../shared/domain/clock/norm.ts";
import { claimStages } from "../../shared/domain/incident/claim-stages.ts";
import type { Command } from "../../shared/domain/incident/command.ts";
import { decide } from "../../shared/domain/incident/decide.ts";
import { type Incident, incident, nextAt } from "../../shared/domain/incident/incident.ts";
import { recomputeIncident } from "../../shared/domain/incident/recompute-incident.ts";
import { rulesOf } from "../../shared/domain/incident/rules.ts";
import { HOUR, MINUTE } from "../../shared/domain/time/instant.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../fixtures/centre.ts";
import { fixtureRules } from "../fixtures/clock.ts";
import { reviseIncident } from "../fixtures/tell.ts";

const withAllClocks: Incident = {
  ...fixtureIncident(),
  clocks: clockKind.options.map((kind) =>
    startClock(kind, MONDAY_NOON, fixtureRules(kind === "reaction" ? "3h" : "9wh")),
  ),
};

const why = fc.constant("потому что");
const said = { text: fc.string(), replyId: fc.uuid() };
const command: fc.Arbitrary<Command | "watch" | "recompute"> = fc.oneof(
  { weight: 3, arbitrary: fc.constant("watch" as const) },
  fc.constant("recompute" as const),
  fc.record({ name: fc.constant("assign" as const), authority: fc.constantFrom("road-service", "administration") }),
  fc.record({ name: fc.constant("triage" as const), urgent: fc.boolean() }),
  fc.record({ name: fc.constantFrom("ask" as const, "interim" as const, "answer" as const), ...said }),
  fc.record({ name: fc.constantFrom("reopen" as const, "appeal" as const, "close" as const), why }),
  fc.record({ name: fc.constant("resume" as const) }),
  fc.record({
    name: fc.constant("extend" as const),
    clock: fc.constantFrom(...clockKind.options),
    more: fc.constantFrom({ by: "2wd" }, { by: "30h" }),
    why,
    notice: fc.string(),
    replyId: fc.uuid(),
  }),
);

/** The fixture's centre with every norm, which asks, reopens and waits in this or that way. */
const centreThat = (onReopening: "continues" | "restarts", outcome: "resumes" | "closes"): Centre => {
  const { norms, ...rest } = fixtureCentre();
  const more = [
    { clock: "final", duration: "7wd" },
    { clock: "statutory", duration: "30d" },
  ] as const;
  return {
    ...rest,
    norms: { ...norms, norms: [...norms.norms, ...more], onReopening, silence: { after: "97h", outcome } },
  };
};

const someCentre = fc
  .tuple(
    fc.constantFrom("continues" as const, "restarts" as const),
    fc.constantFrom("resumes" as const, "closes" as const),
  )
  .map(([onReopening, outcome]) => centreThat(onReopening, outcome));

const steps = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 60 * HOUR })), { maxLength: 14 });

/** The centre changes its mind about how long an answer may take. */
const changedNorms = (centre: Centre): Centre => {
  const norms = centre.norms.norms.map((norm) =>
    norm.clock === "answer" ? { ...norm, duration: norm.duration === "9wh" ? "12wh" : "9wh" } : norm,
  );
  return { ...centre, norms: { ...centre.norms, norms } };
};

/** The incidents that the steps make, from the opened one on. */
const lifeOf = (
  taken: readonly (readonly [Command | "watch" | "recompute", number])[],
  first: Centre = centreThat("restarts", "resumes"),
): readonly Incident[] => {
  const life = [withAllClocks];
  let [now, current, centre] = [MONDAY_NOON, withAllClocks, first];
  const applied = (what: Command | "watch" | "recompute"): Incident | undefined => {
    if (what === "watch") return claimStages(current, now)?.incident;
    if (what === "recompute") {
      centre = changedNorms(centre);
      return recomputeIncident(current, centre, now);
    }
    const decision = decide(current, what, { who: "olga", now, centre });
    return decision.kind === "changed" ? decision.incident : undefined;
  };
  for (const [what, later] of taken) {
    now += later;
    const next = applied(what);
    if (next === undefined) continue;
    life.push(next);
    current = next;
  }
  return life;
};

describe("an incident, whatever is done to it", () => {
  it("grows by one version with every change, and its history says what each one was", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const life = lifeOf(taken);
        for (const [index, { version, history }] of life.entries()) {
          expect(version).toBe(index + 1);
          expect(history.slice(0, life[index - 1]?.history.length ?? 0)).toEqual(life[index - 1]?.history ?? []);
          expect(history.at(-1)?.version).toBe(version);
        }
      }),
    );
  });

  it("is what the schemas say it is, and a stage is told under the version of its clock at that time", () => {
    fc.assert(
      fc.property(steps, someCentre, (taken, centre) => {
        for (const each of lifeOf(taken, centre)) {
          expect(incident.parse(each)).toEqual(each);
          for (const entry of each.history) {
            if (entry.what !== "stage" || entry.version !== each.version) continue;
            const clock = each.clocks.find(({ kind }) => kind === entry.clock);
            expect(clock).toMatchObject({ version: entry.clockVersion, dueAt: entry.dueAt });
          }
        }
      }),
    );
  });

  it("is left to no silence: while it waits for the citizen, the end of the wait is pending", () => {
    fc.assert(
      fc.property(steps, someCentre, (taken, centre) => {
        for (const each of lifeOf(taken, centre)) {
          const paused = each.clocks.some(({ stage }) => stage === "paused");
          expect(paused).toBe(paused && each.asked !== undefined);
          if (each.asked === undefined) continue;
          expect(nextAt(each)).toBeLessThanOrEqual(each.asked.silentAt);
          const after = claimStages(each, each.asked.silentAt)?.incident;
          expect(after?.asked).toBeUndefined();
          expect(after?.clocks.some(({ stage }) => stage === "paused")).toBe(false);
        }
      }),
    );
  });

  it("explains every deadline: what counted adds up to it", () => {
    fc.assert(
      fc.property(steps, someCentre, (taken, centre) => {
        for (const each of lifeOf(
          taken.filter(([what]) => what !== "recompute"),
          centre,
        )) {
          for (const clock of each.clocks) {
            const legs = explainClock(clock, rulesOf(centre, each, clock));
            if (clock.stage !== "paused" && !isOver(clock)) expect(legs.at(-1)?.to).toBe(clock.dueAt);
            for (const { amount, segments } of legs)
              expect(segments.reduce((sum, segment) => sum + segment.amount, 0)).toBe(amount);
          }
        }
      }),
    );
  });

  it("has the same deadlines in whatever order, and however often, it is triaged, assigned and reckoned anew", () => {
    const same = [
      { name: "triage", urgent: true },
      { name: "assign", authority: "administration" },
      { name: "triage", topic: { id: "gas-leak", group: "housing" } },
      "recompute",
    ] as const;
    const order = fc.shuffledSubarray([...same, ...same], { minLength: 2 * same.length });
    fc.assert(
      fc.property(order, (taken) => {
        const life = lifeOf(taken.map((what) => [what, 0]));
        const clocks = life.at(-1)?.clocks.map(({ kind, dueAt, stage }) => ({ kind, dueAt, stage }));
        const other = lifeOf(
          same.flatMap(
            (what) =>
              [
                [what, 0],
                [what, 0],
              ] as const,
          ),
        ).at(-1)?.clocks;
        expect(clocks).toEqual(other?.map(({ kind, dueAt, stage }) => ({ kind, dueAt, stage })));
      }),
    );
  });

  it("waits for no clock once it is answered or closed, nor for one that is met or cancelled", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        for (const each of lifeOf(taken)) {
          if (each.state === "answered" || each.state === "closed")
            expect(nextAt({ ...each, replies: [] })).toBeUndefined();
          for (const { stage, ahead } of each.clocks)
            if (stage === "met" || stage === "cancelled") expect(ahead).toEqual({});
        }
      }),
    );
  });

  it("never tells a stage of a clock twice", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const told = (lifeOf(taken).at(-1)?.history ?? []).flatMap((entry) =>
          entry.what === "stage" ? [`${entry.clock} ${entry.stage} ${entry.clockVersion}`] : [],
        );
        expect(new Set(told).size).toBe(told.length);
      }),
      // A clock that no question pauses runs out while the citizen is silent.
      {
        examples: [
          [
            [
              [{ name: "ask", text: "?", replyId: "1" }, 0],
              ["watch", 80 * HOUR],
              ["watch", 20 * HOUR],
            ],
          ],
        ],
      },
    );
  });
});

describe("the wordings of a message", () => {
  const wordings = fc
    .uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 5 })
    .chain((minutes) =>
      fc.tuple(
        ...minutes.map((minute) => fc.record({ minute: fc.constant(minute), text: fc.constantFrom("а", "б", "в") })),
      ),
    )
    .map((made) =>
      made.map(({ minute, text }) =>
        fixtureSignal({ text, wording: `at-${minute}`, wordedAt: MONDAY_NOON + minute * MINUTE }),
      ),
    );

  it("end in the latest one in whatever order, and however often, they come", () => {
    fc.assert(
      fc.property(
        wordings.chain((made) =>
          fc.record({
            made: fc.constant(made),
            arriving: fc.shuffledSubarray([...made, ...made], { minLength: made.length * 2 }),
          }),
        ),
        ({ made, arriving }) => {
          const after = arriving.reduce(
            (known, signal) => reviseIncident(known, signal, MONDAY_NOON) ?? known,
            fixtureIncident(),
          );
          const latest = made.toSorted((a, b) => b.wordedAt - a.wordedAt)[0];
          expect(after.signal.text).toBe(latest?.text);
          // Each version is told by the history: events are made from it.
          expect([...new Set(after.history.map(({ version }) => version))]).toEqual(
            Array.from({ length: after.version }, (_, n) => n + 1),
          );
        },
      ),
    );
  });
});
