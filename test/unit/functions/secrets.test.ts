import { describe, expect, test } from "vitest";
import { MINUTE } from "../../../shared/domain/time/instant.ts";
import { oneOfSecrets, sameSecret } from "../../../shared/platform/secret-match.ts";
import { cachedSecrets } from "../../../shared/platform/secrets.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { recordingLog } from "../../doubles/recording-log.ts";

const documentOf = (key: string): string => JSON.stringify({ partners: [{ id: "portal", key }] });

/** A secret document that a test rewrites; an Error stands for a document that cannot be had. */
const openSecrets = (first: string | Error) => {
  const clock = handClock();
  const log = recordingLog();
  let document = first;
  let loads = 0;
  const load = async (): Promise<string> => {
    loads += 1;
    if (document instanceof Error) throw document;
    return document;
  };
  const read = cachedSecrets(load, clock.now, log);
  return {
    clock,
    log,
    rewrite: (next: string | Error) => {
      document = next;
    },
    loads: () => loads,
    read,
    key: async () => (await read()).partners[0]?.key,
  };
};

describe("the secret document", () => {
  test("is loaded once and read again after a minute", async () => {
    const room = openSecrets(documentOf("old"));
    expect(await room.key()).toBe("old");
    room.rewrite(documentOf("new"));
    room.clock.advance(MINUTE - 1);
    expect(await room.key()).toBe("old");
    expect(room.loads()).toBe(1);
    room.clock.advance(1);
    expect(await room.key()).toBe("new");
    expect(room.loads()).toBe(2);
  });

  test("is looked for again when it has refused somebody, so that a new secret serves at once", async () => {
    const room = openSecrets(documentOf("old"));
    const refusing = await room.read();
    room.rewrite(documentOf("new"));
    expect((await room.read(refusing)).partners[0]?.key).toBe("new");
    // Refused by the one before: the newer one that is here already is the answer.
    expect((await room.read(refusing)).partners[0]?.key).toBe("new");
    expect(room.loads()).toBe(2);
  });

  test("is looked for no more often than every five seconds, whoever knocks with a wrong secret", async () => {
    const room = openSecrets(documentOf("old"));
    const knock = async () => room.read(await room.read());
    await knock();
    room.clock.advance(4_999);
    await knock();
    expect(room.loads()).toBe(2);
    room.clock.advance(1);
    await knock();
    expect(room.loads()).toBe(3);
  });

  test("has every list, empty where nothing is connected", async () => {
    const { vk, ok, max, telegram, partners, open311 } = await openSecrets("{}").read();
    expect([vk, ok, max, telegram, partners, open311]).toEqual([[], [], [], [], [], []]);
  });

  test.each([
    ["is not JSON", "канарейка{"],
    ["has the wrong form", JSON.stringify({ partners: [{ id: "portal", key: 7 }] })],
    ["cannot be had", new Error("канарейка")],
  ])("keeps serving as it was last good while the new one %s, and is looked for again", async (_, broken) => {
    const room = openSecrets(documentOf("good"));
    await room.key();
    room.rewrite(broken);
    room.clock.advance(MINUTE);
    expect(await room.key()).toBe("good");
    expect(room.log.lines).toHaveLength(1);
    expect(room.log.lines.join()).not.toContain("канарейка");
    // One failure a minute is enough: the next calls do not wait for another.
    await room.key();
    expect(room.loads()).toBe(2);
    room.rewrite(documentOf("mended"));
    room.clock.advance(MINUTE);
    expect(await room.key()).toBe("mended");
  });

  test.each([
    ["is not JSON", "{"],
    ["cannot be had", new Error("away")],
  ])("is missed loudly when the very first one %s, and looked for at the next call", async (_, broken) => {
    const room = openSecrets(broken);
    await expect(room.read()).rejects.toThrow();
    room.rewrite(documentOf("good"));
    expect(await room.key()).toBe("good");
  });
});

describe("a secret", () => {
  test("is the same to the letter and no other", () => {
    expect(sameSecret("пароль", "пароль")).toBe(true);
    for (const other of ["Пароль", "пароль ", "парол", ""]) expect(sameSecret(other, "пароль")).toBe(false);
  });

  test("matches any of those that are known, and an absent one matches nothing", () => {
    expect(oneOfSecrets("b", ["a", "b"])).toBe(true);
    expect(oneOfSecrets("a", ["a", undefined])).toBe(true);
    expect(oneOfSecrets("undefined", ["a", undefined])).toBe(false);
    expect(oneOfSecrets("", ["a", undefined])).toBe(false);
  });
});
