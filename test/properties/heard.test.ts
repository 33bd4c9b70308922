import fc from "fast-check";
import { expect, test } from "vitest";
import { incidentEvents } from "../../shared/contracts/events-of.ts";
import { DAY, HOUR, MINUTE } from "../../shared/domain/time/instant.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";
import { messageOf, openDialogue, opening } from "../fixtures/dialogue.ts";

type Room = Awaited<ReturnType<typeof openDialogue>>;

/** Minutes after the question at which the citizen wrote; which of the messages come, in which order, some twice. */
const answers = fc
  .uniqueArray(fc.integer({ min: 0, max: 3 * 24 * 60 }), { minLength: 1, maxLength: 4 })
  .chain((minutes) =>
    fc.record({
      minutes: fc.constant(minutes),
      comings: fc
        .array(fc.nat({ max: minutes.length - 1 }), { maxLength: 4 })
        .chain((again) =>
          fc.shuffledSubarray([...minutes.keys(), ...again], { minLength: minutes.length + again.length }),
        ),
    }),
  );

/** What everybody can tell of the incident. */
const standing = async ({ kept }: Room) => {
  const { asked, clocks, joined = [], signalCount } = await kept();
  return {
    asked,
    signalCount,
    joined: joined.map(({ id }) => id).toSorted(),
    clocks: clocks.map((each) => {
      const { version: _, ...clock } = each;
      return clock;
    }),
  };
};

const heardIn = async (minutes: readonly number[], comings: readonly number[]): Promise<Room> => {
  const room = await openDialogue();
  await room.ask();
  room.at(3 * DAY + HOUR);
  for (const number of comings) await room.hear(messageOf(1 + number, MONDAY_NOON + (minutes[number] ?? 0) * MINUTE));
  return room;
};

test("several answers to a question are heard as one, in whatever order and however often they come", {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(answers, async ({ minutes, comings }) => {
      const inOrder = [...minutes.keys()].toSorted((one, other) => (minutes[one] ?? 0) - (minutes[other] ?? 0));
      const [expected, room] = [await heardIn(minutes, inOrder), await heardIn(minutes, comings)];
      expect(await standing(room)).toEqual(await standing(expected));
      const after = await room.kept();
      expect(after.asked).toBeUndefined();
      expect(after.signalCount).toBe(1 + minutes.length);
      const to = MONDAY_NOON + Math.min(...minutes) * MINUTE;
      expect(after.clocks.flatMap(({ pauses = [] }) => pauses)).toEqual([{ from: MONDAY_NOON, to, why: "asked" }]);
      const steps = after.history.filter(({ what }) => what === "joined");
      expect(steps).toHaveLength(minutes.length);
      const ids = incidentEvents(after, 0).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(after.id).toBe(opening.id);
    }),
    { numRuns: 40 },
  );
});
