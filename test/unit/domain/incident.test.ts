import { describe, expect, it } from "vitest";
import { incidentEvents } from "../../../shared/contracts/events-of.ts";
import { startClock } from "../../../shared/domain/clock/clock.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import type { Command } from "../../../shared/domain/incident/command.ts";
import type { Decision } from "../../../shared/domain/incident/decide.ts";
import { type Incident, incident, isOpen, leadingClock, nextAt } from "../../../shared/domain/incident/incident.ts";
import { HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";
import { understand } from "../../../shared/understanding/understand.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON, openedBy } from "../../fixtures/centre.ts";
import { fixtureRules } from "../../fixtures/clock.ts";
import { decide } from "../../fixtures/decide.ts";
import { reviseIncident } from "../../fixtures/tell.ts";

const assign: Command = { name: "assign", authority: "road-service", why: "По территории" };
const answer: Command = { name: "answer", text: "Яму засыплем до пятницы.", replyId: "reply-1" };
const close: Command = { name: "close", why: "Повтор" };

const changed = (decision: Decision): Incident => {
  if (decision.kind === "changed") return decision.incident;
  throw new Error(JSON.stringify(decision));
};

const clockOf = (of: Incident, kind: string) => of.clocks.find((clock) => clock.kind === kind);

describe("a message that opens an incident", () => {
  it("knows what it is about, where, whose, and by when", () => {
    const text = "Пахнет газом в подъезде, Матырский";
    const opened = openedBy(fixtureSignal({ text }), exampleCentre());
    expect(incident.parse(opened)).toEqual(opened);
    expect(opened).toMatchObject({
      version: 1,
      state: "new",
      topic: "gas-leak",
      territory: "lipetsk-levoberezhny",
      authority: "gas-networks",
      urgent: true,
      kind: "problem",
      history: [{ version: 1, what: "opened" }],
    });
    expect(opened.clocks.map(({ kind, norm }) => [kind, norm])).toEqual([
      ["reaction", "3h"],
      ["answer", "4wh"],
    ]);
  });

  it("says so in its event when somebody is in danger, and else not", () => {
    const eventOf = (text: string) => incidentEvents(fixtureIncident({ signal: fixtureSignal({ text }) }), 0)[0]?.data;
    expect(eventOf("Пахнет газом в подъезде")).toMatchObject({ urgent: true, danger: true });
    expect(eventOf("Яма на дороге")).not.toHaveProperty("danger");
  });

  it("starts its clocks when it was received, however long ago it was written", () => {
    const opened = fixtureIncident({ signal: fixtureSignal({ sentAt: MONDAY_NOON - 100 * HOUR }) });
    expect(clockOf(opened, "reaction")).toMatchObject({ startedAt: MONDAY_NOON, dueAt: MONDAY_NOON + 3 * HOUR });
  });

  it("is kept closed and without clocks when it only says thanks", () => {
    const opened = openedBy(fixtureSignal({ text: "Спасибо, засыпали!" }), fixtureCentre());
    expect(opened).toMatchObject({ state: "irrelevant", kind: "thanks", clocks: [] });
    expect(isOpen(opened)).toBe(false);
    expect(nextAt(opened)).toBeUndefined();
  });
});

describe("a command", () => {
  it("that assigns meets the reaction and lets the answer's clock run", () => {
    const after = changed(decide(fixtureIncident(), assign, "olga", MONDAY_NOON + MINUTE));
    expect(after).toMatchObject({ version: 2, state: "assigned", authority: "road-service" });
    expect(clockOf(after, "reaction")).toMatchObject({ stage: "met", ahead: {} });
    expect(clockOf(after, "answer")).toMatchObject({ stage: "running" });
    expect(after.history.at(-1)).toEqual({
      version: 2,
      at: MONDAY_NOON + MINUTE,
      who: "olga",
      what: "assigned",
      authority: "road-service",
      why: "По территории",
    });
  });

  it("that answers keeps the reply and leaves no clock to wait for, whatever clocks were running", () => {
    const plain = fixtureIncident();
    const statutory = startClock("statutory", MONDAY_NOON, fixtureRules("30d"));
    const after = changed(
      decide({ ...plain, clocks: [...plain.clocks, statutory] }, answer, "olga", MONDAY_NOON + HOUR),
    );
    expect(after.state).toBe("answered");
    expect(after.clocks.map(({ stage }) => stage)).toEqual(["met", "met", "met"]);
    expect(nextAt({ ...after, replies: [] })).toBeUndefined();
    expect(claimStages({ ...after, replies: [] }, Date.parse("2027-12-31T00:00:00Z"))).toBeUndefined();
    expect(after.replies).toMatchObject([
      { id: "reply-1", text: "Яму засыплем до пятницы.", kind: "final", at: MONDAY_NOON + HOUR, who: "olga" },
    ]);
  });

  it("that answers is in time up to the very moment of the deadline", () => {
    const opened = fixtureIncident();
    const dueAt = clockOf(opened, "answer")?.dueAt ?? Number.NaN;
    const inTime = (at: number) => changed(decide(opened, answer, "olga", at)).history.at(-1);
    expect(inTime(dueAt)).toMatchObject({ what: "answered", inTime: true });
    expect(inTime(dueAt + 1)).toMatchObject({ what: "answered", inTime: false });
  });

  it("that closes cancels what still runs and leaves alone what was met", () => {
    const assigned = changed(decide(fixtureIncident(), assign, "olga", MONDAY_NOON));
    const closed = changed(decide(assigned, close, "olga", MONDAY_NOON + HOUR));
    expect(closed.clocks.map(({ stage }) => stage)).toEqual(["met", "cancelled"]);
    expect(isOpen(closed)).toBe(false);
  });

  it("that comes too late says from which states it would have been possible", () => {
    const closed = changed(decide(fixtureIncident(), close, "olga", MONDAY_NOON));
    const again = decide(closed, answer, "olga", MONDAY_NOON);
    expect(again).toMatchObject({ kind: "not-allowed", state: "closed" });
    expect(again).toHaveProperty("from", expect.arrayContaining(["new", "assigned"]));
  });
});

describe("stages that have come", () => {
  it("are claimed in the order of their moments, in one version, and only once", () => {
    const opened = fixtureIncident();
    const after = claimStages(opened, MONDAY_NOON + 3 * HOUR);
    expect(after?.passed.map(({ clock, stage }) => `${clock} ${stage}`)).toEqual([
      "reaction warned-50",
      "reaction warned-75",
      "reaction warned-90",
      "reaction breached",
    ]);
    expect(after?.incident.version).toBe(2);
    expect(after?.incident.history.filter(({ version }) => version === 2)).toHaveLength(4);
    expect(after && claimStages(after.incident, MONDAY_NOON + 3 * HOUR)).toBeUndefined();
  });

  it("show the clock that leads: the worst stage first, then the nearest deadline", () => {
    const opened = fixtureIncident();
    expect(leadingClock(opened.clocks)?.kind).toBe("reaction");
    const assigned = changed(decide(opened, assign, "olga", MONDAY_NOON));
    expect(leadingClock(assigned.clocks)?.kind).toBe("answer");
    expect(leadingClock([])).toBeUndefined();
  });
});

describe("a new wording of a message", () => {
  const later = MONDAY_NOON + HOUR;
  const reworded = (text: string, wording: string, wordedAt: number) => fixtureSignal({ text, wording, wordedAt });

  it("replaces the text and is told as a revision", () => {
    const after = reviseIncident(fixtureIncident(), reworded("Две ямы", "second", later), later);
    expect(after).toMatchObject({ version: 2, signal: { text: "Две ямы", pastWordings: ["first"] } });
    expect(after?.history.at(-1)).toMatchObject({ what: "revised", version: 2 });
  });

  it("changes nothing when it is a copy", () => {
    expect(reviseIncident(fixtureIncident(), fixtureSignal(), later)).toBeUndefined();
  });

  it("that was overtaken leaves the text, and counts as the revision that it is", () => {
    const opened = fixtureIncident();
    const overtaken = reworded("Было раньше", "zeroth", MONDAY_NOON - HOUR);
    const after = reviseIncident(opened, overtaken, later);
    expect(after?.signal).toMatchObject({ text: opened.signal.text, pastWordings: ["zeroth"] });
    expect(after?.history.at(-1)).toMatchObject({ what: "revised", version: 2 });
    expect(after && reviseIncident(after, overtaken, later)).toBeUndefined();
    expect(after && reviseIncident(after, fixtureSignal(), later)).toBeUndefined();
  });

  it("that came before the message leaves it where the message says it is, and the way to answer there", () => {
    const [place, thread] = [
      { lat: 52.6, lon: 39.6 },
      { kind: "message", message: "7" },
    ];
    const { place: _, thread: _thread, ...edit } = reworded("Две ямы", "second", later);
    const opened = fixtureIncident({ signal: edit });
    const after = reviseIncident(opened, { ...fixtureSignal(), place, thread }, later);
    expect(after?.signal).toMatchObject({ text: "Две ямы", place, thread, pastWordings: ["first"] });
  });

  it("that came before the message leaves the matter where the message puts it, until somebody has dealt with it", () => {
    const { place: _, ...edit } = reworded("Яма", "second", later);
    const opened = fixtureIncident({ signal: edit, territory: "city", authority: "administration" });
    const message = fixtureSignal({ place: { address: "Заречный, Садовая, 5" } });
    const { territory, authority } = understand(message, fixtureCentre());
    expect(territory).not.toBe("city");
    expect(reviseIncident(opened, message, later)).toMatchObject({ territory, authority });
    const assigned = changed(decide(opened, assign, "olga", MONDAY_NOON));
    expect(reviseIncident(assigned, message, later)).toMatchObject({
      territory: "city",
      authority: assigned.authority,
    });
  });

  it("that says the same again and again takes no more room than fifty", () => {
    let incident = fixtureIncident();
    for (let edit = 1; edit <= 500; edit += 1)
      incident = reviseIncident(incident, reworded(incident.signal.text, `w${edit}`, later + edit), later) ?? incident;
    expect(incident.signal.wordings?.length).toBeLessThanOrEqual(50);
    expect(incident.signal).toMatchObject({ wording: "w500", wordedAt: later + 500 });
    expect(incident.signal.pastWordings).toBeUndefined();
  });

  it("with the old text is no revision, and still overtakes what was written before it", () => {
    const opened = fixtureIncident();
    const restored = reviseIncident(opened, reworded(opened.signal.text, "third", later), later);
    expect(restored).toMatchObject({ version: 2, signal: { wording: "third" } });
    expect(restored?.history.at(-1)).toMatchObject({ what: "confirmed", version: 2 });
    const between = reworded("Ямы нет", "second", later - MINUTE);
    const after = restored && reviseIncident(restored, between, later);
    expect(after?.signal).toMatchObject({ text: opened.signal.text, pastWordings: ["first", "second"] });
  });
});
