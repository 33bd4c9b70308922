import { expect, it } from "vitest";
import type { AcceptedKeys } from "../../shared/store/ports.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";

const until = MONDAY_NOON + 30 * 86_400_000;

/** What every store of accepted keys promises. `open` gives an empty one. */
export const acceptedKeysContract = (open: () => Promise<{ readonly acceptedKeys: AcceptedKeys }>): void => {
  it("remembers under a key what came with it the first time", async () => {
    const { acceptedKeys } = await open();
    const first = { bodyHash: "first", at: MONDAY_NOON };
    expect(await acceptedKeys.accept("school", "key", first, until)).toEqual({ kind: "first" });
    const again = { kind: "again", acceptance: first };
    expect(await acceptedKeys.accept("school", "key", { bodyHash: "second", at: MONDAY_NOON + 1 }, until)).toEqual(
      again,
    );
    expect(await acceptedKeys.accept("school", "key", first, until)).toEqual(again);
  });

  it("takes what came too long ago for never come, and remembers anew from then on", async () => {
    const { acceptedKeys } = await open();
    const first = { bodyHash: "body", at: MONDAY_NOON };
    const later = { bodyHash: "body", at: MONDAY_NOON + 60_000 };
    await acceptedKeys.accept("app", "key", first, until);
    expect(await acceptedKeys.accept("app", "key", later, until, MONDAY_NOON)).toEqual({
      kind: "again",
      acceptance: first,
    });
    expect(await acceptedKeys.accept("app", "key", later, until, MONDAY_NOON + 1)).toEqual({ kind: "first" });
    expect(await acceptedKeys.accept("app", "key", first, until)).toEqual({ kind: "again", acceptance: later });
  });

  it("keeps the keys of partners apart", async () => {
    const { acceptedKeys } = await open();
    const acceptance = { bodyHash: "body", at: MONDAY_NOON };
    await acceptedKeys.accept("school", "key", acceptance, until);
    expect(await acceptedKeys.accept("hospital", "key", acceptance, until)).toEqual({ kind: "first" });
    expect(await acceptedKeys.accept("school", "another", acceptance, until)).toEqual({ kind: "first" });
  });

  it("lets one of many requests under the same key be the first", async () => {
    const { acceptedKeys } = await open();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        acceptedKeys.accept("school", "key", { bodyHash: `${n}`, at: MONDAY_NOON }, until),
      ),
    );
    const winner = answers.findIndex(({ kind }) => kind === "first");
    const others = answers.filter(({ kind }) => kind === "again");
    const acceptance = { bodyHash: `${winner}`, at: MONDAY_NOON };
    expect(others).toEqual(Array.from({ length: 19 }, () => ({ kind: "again", acceptance })));
  });
};
