import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rejection } from "../../shared/domain/signal/rejection.ts";
import { MINUTE } from "../../shared/domain/time/instant.ts";
import { keyedPseudonyms } from "../../shared/platform/pseudonyms.ts";
import { envelopeSealer } from "../../shared/platform/sealing.ts";
import { handClock } from "../doubles/hand-clock.ts";
import { memoryKeys } from "../doubles/memory-keys.ts";

const text = fc.string({ unit: "grapheme", maxLength: 200 });

const open = () => {
  const clock = handClock();
  const keys = memoryKeys();
  return { clock, keys, sealer: envelopeSealer(keys, clock.now) };
};

describe("what is sealed", () => {
  test("opens as it was, in another process too, and shows nothing of itself", async () => {
    const { keys, sealer } = open();
    const elsewhere = envelopeSealer(keys, handClock().now);
    await fc.assert(
      fc.asyncProperty(text, text, async (plain, context) => {
        const sealed = await sealer.seal(plain, context);
        expect(await elsewhere.open(sealed, context)).toBe(plain);
        if (plain.length > 3) expect(Buffer.from(sealed).includes(plain)).toBe(false);
      }),
    );
  });

  test("does not open under another's name", async () => {
    const { sealer } = open();
    await fc.assert(
      fc.asyncProperty(text, text, text, async (plain, context, other) => {
        fc.pre(context !== other);
        await expect(sealer.open(await sealer.seal(plain, context), other)).rejects.toThrow(Rejection);
      }),
    );
  });

  test("does not open with any bit of it changed, nor with any part of it missing", async () => {
    const { sealer } = open();
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), fc.nat({ max: 7 }), async (plain, at, bit) => {
        const sealed = Buffer.from(await sealer.seal(plain, "signal"));
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(at % sealed.length) ^ (1 << bit), at % sealed.length);
        await expect(sealer.open(changed, "signal")).rejects.toThrow();
        await expect(sealer.open(sealed.subarray(0, at % sealed.length), "signal")).rejects.toThrow();
      }),
    );
  });

  test("is another each time, so that nobody sees who wrote the same twice", async () => {
    const { sealer } = open();
    expect(await sealer.seal("Яма", "signal")).not.toEqual(await sealer.seal("Яма", "signal"));
  });
});

describe("a data key", () => {
  test("serves a burst, for five minutes, and is opened once", async () => {
    const { clock, keys, sealer } = open();
    const burst = await Promise.all(Array.from({ length: 50 }, () => sealer.seal("Яма", "signal")));
    await Promise.all(burst.map((sealed) => sealer.open(sealed, "signal")));
    expect([keys.made, keys.opened]).toEqual([1, 1]);
    clock.advance(5 * MINUTE);
    await sealer.seal("Яма", "signal");
    expect(keys.made).toBe(2);
  });

  test("that could not be had fails the message, and the next one has it", async () => {
    const { keys, sealer } = open();
    keys.failNext(new Error("the keeper is away"));
    await expect(sealer.seal("Яма", "signal")).rejects.toThrow("the keeper is away");
    const sealed = await sealer.seal("Яма", "signal");
    keys.failNext(new Error("away again"));
    await expect(sealer.open(sealed, "signal")).rejects.toThrow("away again");
    expect(await sealer.open(sealed, "signal")).toBe("Яма");
  });
});

describe("a pseudonym", () => {
  const part = fc.string({ maxLength: 20 });
  const citizen = fc.record({ channel: part, source: part, id: part });
  const under = (key: string) => keyedPseudonyms(async () => Buffer.from(key));

  test("is the same for the same citizen, in every process, and another for another citizen or under another key", async () => {
    await fc.assert(
      fc.asyncProperty(citizen, citizen, async (one, other) => {
        const name = await under("key")(one);
        expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/);
        expect(await under("key")(one)).toBe(name);
        expect(await under("another")(one)).not.toBe(name);
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect((await under("key")(other)) === name).toBe(same);
      }),
    );
  });

  test("whose key could not be had fails the message, and the next one has it", async () => {
    let away = true;
    const pseudonym = keyedPseudonyms(async () => {
      if (away) throw new Error("the keeper is away");
      return Buffer.from("key");
    });
    const { id, ...rest } = { channel: "vk", source: "1", id: "77" };
    await expect(pseudonym({ ...rest, id })).rejects.toThrow("the keeper is away");
    away = false;
    expect(await pseudonym({ ...rest, id })).toHaveLength(22);
  });
});
