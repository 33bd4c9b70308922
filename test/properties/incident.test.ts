import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimStages, reviseIncident } from "../../shared/domain/change-incident.ts";
import { startClock } from "../../shared/domain/clock.ts";
import type { Command } from "../../shared/domain/command.ts";
import { type Incident, nextAt } from "../../shared/domain/incident.ts";
import { HOUR, MINUTE } from "../../shared/domain/instant.ts";
import { clockKind } from "../../shared/domain/norm.ts";
import { fixtureIncident, fixtureSignal, MONDAY_NOON } from "../fixtures/centre.ts";
import { fixtureRules } from "../fixtures/clock.ts";
import { decide } from "../fixtures/decide.ts";

const withAllClocks: Incident = {
  ...fixtureIncident(),
  clocks: clockKind.options.map((kind) =>
    startClock(kind, MONDAY_NOON, fixtureRules(kind === "reaction" ? "3h" : "9wh")),
  ),
};

const command: fc.Arbitrary<Command | "watch"> = fc.oneof(
  fc.constant("watch" as const),
  fc.record({ name: fc.constant("assign" as const), authority: fc.constantFrom("road-service", "administration") }),
  fc.record({ name: fc.constant("answer" as const), text: fc.string(), replyId: fc.uuid() }),
  fc.record({ name: fc.constant("close" as const), why: fc.string() }),
);

const steps = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 24 * HOUR })), { maxLength: 12 });

const applied = (before: Incident, what: Command | "watch", now: number): Incident | undefined => {
  if (what === "watch") return claimStages(before, now)?.incident;
  const decision = decide(before, what, "olga", now);
  return decision.kind === "changed" ? decision.incident : undefined;
};

/** Every row of the incidents that the steps make, from the opened one on. */
const lifeOf = (taken: readonly (readonly [Command | "watch", number])[]): readonly Incident[] => {
  const life = [withAllClocks];
  let now = MONDAY_NOON;
  let current = withAllClocks;
  for (const [what, later] of taken) {
    now += later;
    const next = applied(current, what, now);
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

  it("waits for nothing once it is answered or closed, and for no clock that is met or cancelled", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        for (const each of lifeOf(taken)) {
          if (each.state === "answered" || each.state === "closed") expect(nextAt(each)).toBeUndefined();
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
        },
      ),
    );
  });
});
