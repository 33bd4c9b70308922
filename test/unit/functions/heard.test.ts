import { describe, expect, test } from "vitest";
import { incidentEvents } from "../../../shared/contracts/events-of.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";
import { messageOf, openDialogue, opening } from "../../fixtures/dialogue.ts";

const answerClock = ({ clocks }: Incident) => clocks.find(({ kind }) => kind === "answer");
const whats = ({ history }: Incident) => history.map(({ what }) => what);

describe("a citizen who writes where they were asked", () => {
  test("ends the wait as of the moment at which that came in, and the incident has the message", async () => {
    const room = await openDialogue();
    room.at(HOUR);
    await room.ask();
    room.at(3 * HOUR + 5 * MINUTE);
    const answer = messageOf(1, MONDAY_NOON + 3 * HOUR);
    expect(await room.hear(answer)).toEqual({ kind: "joined", incidentId: opening.id });
    const after = await room.kept();
    expect(after.asked).toBeUndefined();
    expect(answerClock(after)).toMatchObject({
      stage: "running",
      dueAt: MONDAY_NOON + DAY + 2 * HOUR,
      pauses: [{ from: MONDAY_NOON + HOUR, to: MONDAY_NOON + 3 * HOUR, why: "asked" }],
    });
    expect(after.history.slice(-2)).toMatchObject([
      { what: "joined", signalId: answer.id, moved: [] },
      { what: "resumed", who: "otklik", why: "citizen-answered", signalId: answer.id, moved: [{ clock: "answer" }] },
    ]);
    const { clocks } = JSON.parse((await room.clocks(opening.id)).body ?? "");
    const segments = clocks[1].legs[0].segments.map(({ what, amount }: { what: string; amount: number }) => [
      what,
      amount / HOUR,
    ]);
    expect(segments).toEqual([
      ["counted", 1],
      ["paused", 0],
      ["counted", 3],
      ["counted", 5],
    ]);
    expect(await room.hear(answer)).toEqual({ kind: "repeated", incidentId: opening.id });
    expect(await room.kept()).toEqual(after);
  });

  test("may do so in several messages, and be asked once more", async () => {
    const room = await openDialogue();
    await room.ask();
    room.at(HOUR);
    for (const number of [1, 2]) await room.hear(messageOf(number, MONDAY_NOON + HOUR - 10 * MINUTE + number));
    const heard = await room.kept();
    expect(heard.signalCount).toBe(3);
    expect(whats(heard).filter((what) => what === "resumed")).toHaveLength(1);
    await room.ask();
    expect(answerClock(await room.kept())).toMatchObject({ stage: "paused" });
    room.at(3 * HOUR);
    await room.hear(messageOf(3, MONDAY_NOON + 2 * HOUR));
    const after = await room.kept();
    expect(after.signalCount).toBe(4);
    expect(answerClock(after)?.pauses?.map(({ to = 0 }) => to - MONDAY_NOON)).toEqual([50 * MINUTE + 1, 2 * HOUR]);
  });

  test("gets one reply where they wrote first, also when the answer was worded anew", async () => {
    const room = await openDialogue();
    await room.ask();
    room.at(HOUR);
    const answer = messageOf(1, MONDAY_NOON + HOUR);
    await room.hear(answer);
    await room.hear({ ...answer, text: "Дом 14", wording: "second", wordedAt: MONDAY_NOON + 2 * HOUR });
    await room.done("answer", { text: "Готово" });
    const { replies, joined } = await room.kept();
    expect(joined).toMatchObject([{ id: answer.id, answers: true }]);
    expect(replies.at(-1)?.deliveries.map(({ signalId }) => signalId)).toEqual([opening.id]);
  });

  test("is heard after an interim answer, too", async () => {
    const room = await openDialogue();
    await room.done("interim", { text: "Бригада выехала." });
    await room.ask();
    room.at(HOUR);
    await room.hear(messageOf(1, MONDAY_NOON + HOUR));
    const after = await room.kept();
    expect(after).toMatchObject({ state: "interim-answered", signalCount: 2 });
    expect(after.asked).toBeUndefined();
    expect(whats(after).slice(-2)).toEqual(["joined", "resumed"]);
  });

  test("and takes it back before it was read has written all the same, and each step is announced", async () => {
    const room = await openDialogue();
    await room.ask();
    room.at(HOUR);
    const answer = messageOf(1, MONDAY_NOON + HOUR);
    await room.deleted(answer, MONDAY_NOON + HOUR);
    await room.hear(answer);
    const after = await room.kept();
    expect(whats(after).slice(-3)).toEqual(["joined", "resumed", "deleted"]);
    const ids = incidentEvents(after, 0).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("a message that answers no question", () => {
  const elsewhere = { thread: { kind: "wall", owner: "-1", post: "7", comment: "9" } };
  test.each([
    ["of another citizen", messageOf(1, MONDAY_NOON + 2 * HOUR, { peer: "503" })],
    ["of the same citizen in another place", { ...messageOf(1, MONDAY_NOON + 2 * HOUR), ...elsewhere }],
    ["that came in before the question", messageOf(1, MONDAY_NOON + 30 * MINUTE)],
    ["that came in when silence had counted", messageOf(1, MONDAY_NOON + 8 * DAY)],
  ])("%s is an incident of its own, and the wait goes on", async (_, message) => {
    const room = await openDialogue();
    room.at(HOUR);
    await room.ask();
    room.at(2 * HOUR);
    const before = await room.kept();
    expect(await room.hear(message)).toEqual({ kind: "opened", incidentId: message.id });
    expect(await room.kept()).toEqual(before);
  });

  test("is that where two incidents wait for the same citizen in the same place", async () => {
    const room = await openDialogue();
    const other = messageOf(1, MONDAY_NOON);
    await room.hear(other);
    await room.ask();
    await room.ask(other.id);
    room.at(HOUR);
    const message = messageOf(2, MONDAY_NOON + HOUR);
    expect(await room.hear(message)).toEqual({ kind: "opened", incidentId: message.id });
    await room.done("resume", { why: "Ответил по телефону" }, other.id);
    const next = messageOf(3, MONDAY_NOON + HOUR);
    expect(await room.hear(next)).toEqual({ kind: "joined", incidentId: opening.id });
  });

  test("is that once the answer was given, or the citizen is not waited for any more", async () => {
    for (const [command, body] of [["answer", { text: "Готово" }] as const, ["resume", {}] as const]) {
      const room = await openDialogue();
      await room.ask();
      await room.done(command, body);
      room.at(HOUR);
      const message = messageOf(1, MONDAY_NOON + HOUR);
      expect(await room.hear(message)).toEqual({ kind: "opened", incidentId: message.id });
    }
  });
});
