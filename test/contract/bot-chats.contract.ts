import { expect, it } from "vitest";
import type { Memberships } from "../../shared/domain/signal/membership.ts";
import type { BotChats } from "../../shared/store/ports.ts";

const first: Memberships = { version: 1, chats: { "-5": { is: "in", at: 7 } } };
const second: Memberships = { version: 2, chats: { "-5": { is: "out", at: 9 }, "-6": { is: "in", at: 9 } } };

export const botChatsContract = (open: () => Promise<{ readonly botChats: BotChats }>): void => {
  it("gives of each bot what was written last, and of others nothing", async () => {
    const { botChats } = await open();
    expect(await botChats.read("max", "0")).toBeUndefined();
    expect(await botChats.replace("max", "0", first)).toBe("replaced");
    expect(await botChats.replace("max", "0", second)).toBe("replaced");
    expect(await botChats.read("max", "0")).toEqual(second);
    expect(await botChats.read("max", "1")).toBeUndefined();
    expect(await botChats.read("ok", "0")).toBeUndefined();
  });

  it("lets one of two write the next version", async () => {
    const { botChats } = await open();
    await botChats.replace("max", "0", first);
    const next = () => botChats.replace("max", "0", second);
    expect((await Promise.all([next(), next()])).toSorted()).toEqual(["conflict", "replaced"]);
  });
};
