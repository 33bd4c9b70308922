import { expect, it } from "vitest";
import type { Cursors } from "../../shared/store/ports.ts";

const look = { since: 5, nextAt: 6, seen: ["a"], figures: { "7": 3 } };

export const cursorsContract = (open: () => Promise<{ readonly cursors: Cursors }>): void => {
  it("gives of each source the cursor that was written last, and of others none", async () => {
    const { cursors } = await open();
    expect(await cursors.read("vk", "1")).toBeUndefined();
    await cursors.write("vk", "1", { looks: { dialogues: look }, failures: 2, openUntil: 9 });
    expect(await cursors.read("vk", "1")).toEqual({ looks: { dialogues: look }, failures: 2, openUntil: 9 });
    await cursors.write("vk", "1", { looks: {}, failures: 0 });
    expect(await cursors.read("vk", "1")).toEqual({ looks: {}, failures: 0 });
    expect(await cursors.read("ok", "1")).toBeUndefined();
    expect(await cursors.read("vk", "1#2")).toBeUndefined();
  });
};
