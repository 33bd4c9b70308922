import fc from "fast-check";
import { expect, test } from "vitest";
import { chatsIn, type Membership, type Memberships, withMembership } from "../../shared/domain/signal/membership.ts";

const heard = fc.record({
  channel: fc.constant("max" as const),
  source: fc.constant("0"),
  chat: fc.constantFrom("-1", "-2", "-3"),
  is: fc.constantFrom("in" as const, "out" as const),
  at: fc.integer({ min: 0, max: 5 }),
});
const twoOrders = fc
  .array(heard, { maxLength: 12 })
  .chain((all) =>
    fc.record({ all: fc.constant(all), other: fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }) }),
  );

const after = (all: readonly Membership[]): Memberships | undefined =>
  all.reduce<Memberships | undefined>((known, one) => withMembership(known, one) ?? known, undefined);

test("where a bot is follows from what was heard, in whatever order and however often", () => {
  fc.assert(
    fc.property(twoOrders, ({ all, other }) => {
      expect(after(other)?.chats).toEqual(after(all)?.chats);
    }),
  );
});

test("a bot is where it was put last", () => {
  fc.assert(
    fc.property(fc.array(heard, { maxLength: 12 }), (all) => {
      for (const [chat, at] of chatsIn(after(all))) {
        const last = Math.max(...all.filter((one) => one.chat === chat).map((one) => one.at));
        expect(at).toBe(last);
        expect(all).toContainEqual(expect.objectContaining({ chat, at, is: "in" }));
      }
    }),
  );
});

test("of more chats than can be asked for, those the bot is in and that were heard of last are known", () => {
  const all = Array.from({ length: 1_000 }, (_, at) => [`-${at}`, { is: at % 2 === 0 ? "in" : "out", at }] as const);
  const { chats = {} } =
    withMembership(
      { version: 1_000, chats: Object.fromEntries(all) },
      { channel: "max", source: "0", chat: "-9999", is: "in", at: 9_999 },
    ) ?? {};
  expect(Object.keys(chats)).toHaveLength(1_000);
  expect(chats["-9999"]).toEqual({ is: "in", at: 9_999 });
  expect(Object.hasOwn(chats, "-1")).toBe(false);
  expect(Object.hasOwn(chats, "-0")).toBe(true);
});
