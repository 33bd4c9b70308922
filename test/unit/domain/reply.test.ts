import { describe, expect, test } from "vitest";
import { incidentEvents } from "../../../shared/contracts/events-of.ts";
import { isKnownBy } from "../../../shared/domain/incident/carried.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import type { Command } from "../../../shared/domain/incident/command.ts";
import { decide } from "../../../shared/domain/incident/decide.ts";
import { handedOverAgain, handOvers, unheardOf } from "../../../shared/domain/incident/hand-over.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { beginSending, type Outcome, settleDelivery } from "../../../shared/domain/incident/settle-delivery.ts";
import type { KeptSignal } from "../../../shared/domain/signal/signal.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";

const centre = fixtureCentre();
const NOW = MONDAY_NOON + HOUR;

const changed = (given: Incident, command: Command, now = NOW): Incident => {
  const decision = decide(given, command, { who: "olga", now, centre });
  if (decision.kind !== "changed") throw new Error(`not changed: ${JSON.stringify(decision)}`);
  return decision.incident;
};

const answer: Command = { name: "answer", text: "Яму засыпали.", replyId: "r1" };
const written = (overrides: Partial<KeptSignal> = {}): Incident => {
  const { author: _, ...signal } = fixtureSignal();
  return fixtureIncident({ signal: { ...signal, ...overrides } });
};
const answered = (overrides: Partial<KeptSignal> = {}) => changed(written(overrides), answer);

const key = { replyId: "r1", signalId: fixtureSignal().id };
const settled = (incident: Incident, outcome: Outcome, now = NOW): Incident =>
  settleDelivery(incident, key, outcome, { centre, now }) ?? incident;
const deliveryIn = ({ replies }: Incident) => replies.find(({ id }) => id === "r1")?.deliveries[0];
const stageOf = ({ clocks }: Incident, clock: string) => clocks.find(({ kind }) => kind === clock)?.stage;

describe("a published reply", () => {
  test("is on its way to the citizen in the channel where they wrote", () => {
    const incident = answered();
    expect(handOvers(incident.replies)).toEqual([{ ...key, tries: 0, channel: "vk", source: "123" }]);
    const sent = settled(incident, { kind: "sent", externalId: "77" });
    expect(deliveryIn(sent)).toMatchObject({ state: "sent", externalId: "77" });
    expect(handOvers(sent.replies)).toEqual([]);
    expect(sent.history.at(-1)).toMatchObject({ what: "reply-sent", who: "otklik", signal: key.signalId });
  });

  test.each([
    ["partner", {}, "by-hand", "no-way-back"],
    ["form", {}, "by-hand", "no-way-back"],
    ["pos", {}, "by-hand", "no-way-back"],
    ["vk", { thread: { kind: "photo", owner: "-123", photo: "5", comment: "9" } }, "by-hand", "user-token-needed"],
    ["ok", { thread: { kind: "topic", topic: "70", comment: "MTM5" } }, "by-hand", "user-token-needed"],
    ["vk", { erased: true }, "not-possible", "erased"],
    ["open311", {}, "sent", undefined],
  ] as const)("to a message of %s %j is %s", (channel, overrides, state, why) => {
    const incident = answered({ channel, ...overrides });
    expect(deliveryIn(incident)).toMatchObject({ state });
    expect(deliveryIn(incident)?.why).toBe(why);
    expect(handOvers(incident.replies)).toEqual([]);
  });

  test("goes to everybody who wrote of the matter, each in their own channel", () => {
    const joined = [
      { id: "other", channel: "max", source: "0", externalId: "mid.1", receivedAt: NOW },
      { id: "gone", channel: "ok", source: "1", externalId: "mid:2", receivedAt: NOW, erased: true },
    ] as const;
    const incident = changed({ ...written(), joined: [...joined], signalCount: 3 }, answer);
    expect(incident.replies[0]?.deliveries.map(({ signalId, channel, state }) => [signalId, channel, state])).toEqual([
      [key.signalId, "vk", "waiting"],
      ["other", "max", "waiting"],
      ["gone", "ok", "not-possible"],
    ]);
    expect(handOvers(incident.replies).map(({ channel }) => channel)).toEqual(["vk", "max"]);
    const half = settled(incident, { kind: "failed", why: "refused 901" });
    expect(half.state).toBe("answered");
    const lost = settleDelivery(
      half,
      { ...key, signalId: "other" },
      { kind: "failed", why: "x" },
      { centre, now: NOW },
    );
    expect(lost?.state).toBe("in-work");
  });

  test("waits for the one before it to the same citizen", () => {
    const twice = changed(changed(written(), { name: "interim", text: "Едем.", replyId: "r0" }), answer);
    expect(handOvers(twice.replies).map(({ replyId }) => replyId)).toEqual(["r0"]);
    const first = { replyId: "r0", signalId: key.signalId };
    const later = settleDelivery(twice, first, { kind: "later", why: "busy" }, { centre, now: NOW });
    expect(handOvers(later?.replies ?? [])).toEqual([]);
    const sent = settleDelivery(twice, first, { kind: "sent" }, { centre, now: NOW });
    expect(handOvers(sent?.replies ?? []).map(({ replyId }) => replyId)).toEqual(["r1"]);
  });

  test("that has to wait is handed over again at its time, and no sooner", () => {
    const parked = settled(answered(), { kind: "later", why: "busy", afterSeconds: 600 });
    expect(handOvers(parked.replies)).toEqual([]);
    expect(claimStages(parked, NOW + 10 * MINUTE - 1)).toBeUndefined();
    const again = claimStages(parked, NOW + 10 * MINUTE)?.incident;
    expect(handOvers(again?.replies ?? [])).toMatchObject([{ ...key, tries: 1 }]);
  });

  test("of which nothing is heard is handed over again after an hour", () => {
    const begun = beginSending(answered(), key, NOW, false);
    expect(claimStages(begun, NOW + HOUR - 1)).toBeUndefined();
    const again = claimStages(begun, NOW + HOUR)?.incident;
    expect(handOvers(again?.replies ?? [])).toMatchObject([{ ...key, tries: 1 }]);
    expect(deliveryIn(again ?? begun)?.state).toBe("sending");
  });

  test("of which nothing is heard for days is handed over ever more seldom, and then is a person's", () => {
    const given = answered();
    const moments: number[] = [];
    let incident = given;
    for (let at = NOW; at <= NOW + 3 * DAY; at += 10 * MINUTE) {
      const next = claimStages(incident, at)?.incident;
      if (next !== undefined && deliveryIn(next)?.tries !== deliveryIn(incident)?.tries)
        moments.push((at - NOW) / HOUR);
      incident = next ?? incident;
    }
    expect(moments).toEqual([1, 2, 4, 8, 16, 32, 56]);
    const end = NOW + 4 * DAY;
    expect(unheardOf(incident.replies, NOW + 3 * DAY)).toEqual([]);
    expect(unheardOf(incident.replies, end)).toEqual([{ ...key, kind: "failed" }]);
    expect(handedOverAgain(incident.replies, end)).toBeUndefined();
    const sending = beginSending(given, key, NOW, false);
    expect(unheardOf(sending.replies, end)).toEqual([{ ...key, kind: "unknown" }]);
  });

  test("behind another that is not heard of is not given up with it", () => {
    const twice = changed(changed(written(), { name: "interim", text: "Едем.", replyId: "r0" }), answer);
    expect(unheardOf(twice.replies, NOW + 4 * DAY).map(({ replyId }) => replyId)).toEqual(["r0"]);
  });

  test("that no try gets through for a day has failed", () => {
    const parked = settled(answered(), { kind: "later", why: "busy" });
    const failed = settled(parked, { kind: "later", why: "busy" }, NOW + DAY);
    expect(deliveryIn(failed)).toMatchObject({ state: "failed", why: "tried-for-a-day busy" });
  });

  test("changes nothing that somebody decides by while it is carried", () => {
    const incident = answered();
    const sent = settled(beginSending(incident, key, NOW, false), { kind: "sent" });
    expect(sent.version).toBe(incident.version + 2);
    expect(isKnownBy(sent, incident.version)).toBe(true);
    expect(isKnownBy(sent, incident.version - 1)).toBe(false);
    const closed = changed(sent, { name: "close", why: "решено" });
    expect(isKnownBy(closed, incident.version)).toBe(false);
  });

  test("that its author has to be known for is noted once, however often it is tried", () => {
    const once = beginSending(answered(), key, NOW, true);
    const twice = beginSending(once, key, NOW, true);
    expect(twice.history.filter(({ what }) => what === "author-read")).toHaveLength(1);
  });
});

describe("an answer that reached nobody", () => {
  test("is still owed: the incident goes back to work with the deadline it had", () => {
    const before = written();
    const lost = settled(answered(), { kind: "failed", why: "refused 901" }, NOW + HOUR);
    expect(lost.state).toBe("in-work");
    expect(stageOf(lost, "answer")).toBe("running");
    expect(lost.clocks.find(({ kind }) => kind === "answer")?.dueAt).toBe(
      before.clocks.find(({ kind }) => kind === "answer")?.dueAt,
    );
    expect(stageOf(lost, "reaction")).toBe("met");
    expect(lost.history.slice(-2).map(({ what }) => what)).toEqual(["reply-failed", "answer-lost"]);
    expect(isKnownBy(lost, answered().version)).toBe(false);
  });

  test("is noticed as late when the deadline has passed meanwhile", () => {
    const due = written().clocks.find(({ kind }) => kind === "answer")?.dueAt ?? 0;
    const lost = settled(answered(), { kind: "failed", why: "refused 901" }, due + MINUTE);
    expect(claimStages(lost, due + MINUTE)?.passed.map(({ stage }) => stage)).toContain("breached");
  });

  test("is given when a person carries it by hand, or sends it again", () => {
    const lost = settled(answered(), { kind: "failed", why: "refused 901" });
    const carried = changed(lost, { name: "deliver-by-hand", delivery: key, where: "под постом" }, NOW + HOUR);
    expect(carried.state).toBe("answered");
    expect(stageOf(carried, "answer")).toBe("met");
    expect(carried.history.at(-1)).toMatchObject({ what: "delivered-by-hand", why: "под постом", who: "olga" });
    const again = changed(lost, { name: "resend", delivery: key }, NOW + HOUR);
    expect(again.state).toBe("answered");
    const failedAgain = settled(again, { kind: "failed", why: "refused 901" }, NOW + 2 * HOUR);
    expect(failedAgain.state).toBe("in-work");
  });

  test.each(["unknown", "by-hand"] as const)("is not meant while it may have reached somebody: %s", (kind) => {
    expect(settled(answered(), { kind, why: "no-answer" })).toMatchObject({ state: "answered" });
  });

  test("does not change an incident that was closed meanwhile", () => {
    const closed = changed(answered(), { name: "close", why: "решено" });
    expect(settled(closed, { kind: "failed", why: "refused 901" })).toMatchObject({ state: "closed" });
  });

  test("when it was for the time being takes the final deadline with it", () => {
    const interim = changed(written(), { name: "interim", text: "Едем.", replyId: "r1" });
    const lost = settled(interim, { kind: "failed", why: "refused 901" });
    expect(lost.state).toBe("in-work");
    expect(stageOf(lost, "answer")).toBe("running");
  });

  test("and was a question waits for nobody", () => {
    const asked = changed(written(), { name: "ask", text: "Какой дом?", replyId: "r1" });
    expect(stageOf(asked, "answer")).toBe("paused");
    const lost = settled(asked, { kind: "failed", why: "refused 901" });
    expect(lost.asked).toBeUndefined();
    expect(stageOf(lost, "answer")).toBe("running");
  });
});

describe("a draft", () => {
  const draft: Command = { name: "draft", text: "Яму засыпали.", kind: "final", replyId: "r1" };

  test("is approved and published, and stops the clocks then", () => {
    const drafted = changed(written(), draft);
    expect(drafted.state).toBe("in-work");
    expect(handOvers(drafted.replies)).toEqual([]);
    const submitted = changed(drafted, { name: "submit" });
    expect(submitted.state).toBe("on-approval");
    expect(stageOf(submitted, "answer")).toBe("running");
    const approved = changed(submitted, { name: "approve" }, NOW + HOUR);
    expect(approved.state).toBe("answered");
    expect(approved.replies).toMatchObject([{ id: "r1", state: "published", at: NOW + HOUR, who: "olga" }]);
    expect(stageOf(approved, "answer")).toBe("met");
    expect(handOvers(approved.replies)).toHaveLength(1);
  });

  test("of an answer for the time being leads to that", () => {
    const drafted = changed(written(), { ...draft, kind: "interim" });
    expect(changed(changed(drafted, { name: "submit" }), { name: "approve" }).state).toBe("interim-answered");
  });

  test("is given back with a reason, written anew and submitted again", () => {
    const returned = changed(changed(changed(written(), draft), { name: "submit" }), { name: "return", why: "сухо" });
    expect(returned).toMatchObject({ state: "returned", replies: [{ state: "returned" }] });
    expect(returned.history.at(-1)).toMatchObject({ what: "returned", why: "сухо", reply: "r1" });
    const again = changed(returned, { ...draft, text: "Засыпали, спасибо.", replyId: "r2" });
    expect(again.replies).toMatchObject([{ id: "r1", text: "Засыпали, спасибо.", state: "draft" }]);
    expect(changed(again, { name: "submit" }).state).toBe("on-approval");
  });

  test("that is not there can be neither submitted nor approved", () => {
    const incident = { ...written(), state: "in-work" as const };
    expect(decide(incident, { name: "submit" }, { who: "olga", now: NOW, centre })).toMatchObject({ kind: "refused" });
  });
});

describe("what happens to a reply", () => {
  test("is told once each, by ids alone", () => {
    const sent = settled(beginSending(answered(), key, NOW, true), { kind: "sent" });
    const events = incidentEvents(sent, 2);
    expect(events.map(({ type }) => type)).toEqual(["IncidentChanged", "IncidentChanged", "ReplyPublished"]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(JSON.stringify(events)).not.toContain("засыпали");
    const failed = settled(answered(), { kind: "unknown", why: "no-answer" });
    expect(incidentEvents(failed, 2)).toMatchObject([
      { type: "ReplyFailed", data: { replyId: "r1", signalId: key.signalId, channel: "vk", outcome: "unknown" } },
    ]);
  });
});
