import { describe, expect, it } from "vitest";
import { incidentEvents } from "../../../shared/contracts/events-of.ts";
import { explainClock } from "../../../shared/domain/clock/explain-clock.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import { decide } from "../../../shared/domain/incident/decide.ts";
import { firstClocks } from "../../../shared/domain/incident/open-incident.ts";
import { rulesFor, rulesOf } from "../../../shared/domain/incident/rules.ts";
import { DAY, HOUR, type Instant } from "../../../shared/domain/time/instant.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";
import { fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";

const example = exampleCentre();
const matter = { channel: "pos", group: "roads", topic: "road-pothole", urgent: false };
const answerDue = (own: { readonly dueAt?: Instant; readonly channel?: string }, from: Instant = MONDAY_NOON) =>
  firstClocks({ ...matter, ...own }, example, from).find(({ kind }) => kind === "answer");

const by = (now: Instant) => ({ who: "olga", now, centre: example });
const HALF_PAST_TWO = MONDAY_NOON + 8 * DAY + 2.5 * HOUR;

describe("the answer to a message of «Решаем вместе»", () => {
  it("is due when the message itself says", () => {
    expect(answerDue({ dueAt: HALF_PAST_TWO })).toMatchObject({
      dueAt: HALF_PAST_TWO,
      ahead: { breached: HALF_PAST_TWO },
    });
    expect(answerDue({ dueAt: HALF_PAST_TWO })?.ahead["warned-50"]).toBe((MONDAY_NOON + HALF_PAST_TWO) / 2);
  });

  it("is due after the norm's own time when the message says nothing, or a date that has passed", () => {
    const thirtyDays = Date.parse("2026-04-01T17:30:00+03:00");
    expect(answerDue({})?.dueAt).toBe(thirtyDays);
    expect(answerDue({ dueAt: MONDAY_NOON - DAY })?.dueAt).toBe(thirtyDays);
  });

  it("goes by no date in a channel whose norm does not", () => {
    expect(answerDue({ channel: "vk", dueAt: HALF_PAST_TWO })?.dueAt).toBe(answerDue({ channel: "vk" })?.dueAt);
  });

  it("waits while the citizen is asked, and explains itself: what counted adds up", () => {
    const signal = fixtureSignal({ channel: "pos", dueAt: HALF_PAST_TWO });
    const clocks = firstClocks({ ...matter, dueAt: HALF_PAST_TWO }, example, MONDAY_NOON);
    const opened = fixtureIncident({ signal, clocks });
    const asked = decide(opened, { name: "ask", text: "Где это?", replyId: "q" }, by(MONDAY_NOON + DAY));
    if (asked.kind !== "changed") throw new Error("A citizen may be asked.");
    const resumed = decide(asked.incident, { name: "resume" }, by(MONDAY_NOON + 3 * DAY));
    if (resumed.kind !== "changed") throw new Error("A wait may be ended.");
    const clock = resumed.incident.clocks.find(({ kind }) => kind === "answer");
    if (clock === undefined) throw new Error("The clock of the answer is gone.");
    expect(clock.dueAt).toBe(HALF_PAST_TWO + 2 * DAY);
    const [leg] = explainClock(clock, rulesOf(example, resumed.incident, clock));
    expect(leg).toMatchObject({ cause: "norm", to: clock.dueAt, amount: HALF_PAST_TWO - MONDAY_NOON });
    expect(leg?.duration).toBeUndefined();
    expect(leg?.segments.reduce((sum, { amount }) => sum + amount, 0)).toBe(leg?.amount);
  });

  it("is explained as it was reckoned, whatever becomes of the matter once it is over", () => {
    const opened = fixtureIncident({ clocks: firstClocks({ ...matter, channel: "vk" }, example, MONDAY_NOON) });
    const given = decide(opened, { name: "interim", text: "Взяли в план.", replyId: "r" }, by(MONDAY_NOON + HOUR));
    if (given.kind !== "changed") throw new Error("An interim answer may be given.");
    const entry = { number: "1", dueAt: HALF_PAST_TWO, at: MONDAY_NOON + 2 * HOUR };
    const entered = decide(given.incident, { name: "pos", entry }, by(MONDAY_NOON + 2 * HOUR));
    if (entered.kind !== "changed") throw new Error("It may be entered on the platform.");
    for (const clock of entered.incident.clocks)
      expect(explainClock(clock, rulesOf(example, entered.incident, clock)).at(-1)?.to).toBe(clock.dueAt);
  });

  it("is alerted of as of that platform's, also when the message came here by another way", () => {
    const entered = decide(fixtureIncident(), { name: "pos", entry: { number: "1" } }, by(MONDAY_NOON));
    const claim = entered.kind === "changed" && claimStages(entered.incident, MONDAY_NOON + 60 * DAY);
    if (claim === false || claim === undefined) throw new Error("After so long its stages have passed.");
    const alerts = incidentEvents(claim.incident, claim.incident.version - 1);
    expect(new Set(alerts.map(({ data }) => ("channel" in data ? data.channel : "")))).toEqual(new Set(["pos"]));
  });

  it("of what is urgent is due by the norm for that", () => {
    expect(rulesFor(example, "answer", { ...matter, urgent: true, dueAt: HALF_PAST_TWO })?.terms.norm).toBe("4wh");
  });
});
