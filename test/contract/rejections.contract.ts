import { expect, it } from "vitest";
import type { Rejections } from "../../shared/store/ports.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";

const until = MONDAY_NOON + 90 * 86_400_000;
const rejected = { id: "rejected", channel: "vk", source: "123", reason: "no text", sealed: "e30=", at: MONDAY_NOON };

/** What every store of rejections promises. `open` gives an empty one. */
export const rejectionsContract = (open: () => Promise<{ readonly rejections: Rejections }>): void => {
  it("keeps a rejection once, also when it comes again later", async () => {
    const { rejections } = await open();
    expect(await rejections.keep(rejected, until)).toBe("kept");
    expect(await rejections.keep({ ...rejected, at: MONDAY_NOON + 1 }, until)).toBe("known");
    expect(await rejections.keep({ ...rejected, id: "another" }, until)).toBe("kept");
  });

  it("keeps one of many copies that come at the same time", async () => {
    const { rejections } = await open();
    const answers = await Promise.all(Array.from({ length: 20 }, () => rejections.keep(rejected, until)));
    expect(answers.filter((answer) => answer === "kept")).toHaveLength(1);
  });
};
