import { expect, it } from "vitest";
import type { Unsent } from "../../shared/store/ports.ts";

export const unsentContract = (open: () => Promise<{ readonly unsent: Unsent }>): void => {
  it("gives of each centre what was added, once, however often it was", async () => {
    const { unsent } = await open();
    expect(await unsent.read("ours")).toEqual([]);
    await unsent.add("ours", { way: "mail", incidents: ["b", "a"] });
    await unsent.add("ours", { way: "mail", incidents: ["a", "c"] });
    await unsent.add("ours", { way: "topic", incidents: ["a"] });
    await unsent.add("ours", { way: "max", incidents: [] });
    await unsent.add("theirs", { way: "max", incidents: ["z"] });
    expect(await unsent.read("ours")).toEqual([
      { way: "topic", incidents: ["a"] },
      { way: "mail", incidents: ["a", "b", "c"] },
    ]);
  });

  it("forgets what is cleared, and keeps what was added meanwhile", async () => {
    const { unsent } = await open();
    await unsent.add("ours", { way: "mail", incidents: ["a", "b"] });
    const told = await unsent.read("ours");
    await unsent.add("ours", { way: "mail", incidents: ["c"] });
    await unsent.clear("ours", told);
    await unsent.clear("ours", told);
    expect(await unsent.read("ours")).toEqual([{ way: "mail", incidents: ["c"] }]);
  });
};
