import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDuration } from "../../local/clock/duration.ts";
import { clockCells, createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";

const at = (text: string) => Date.parse(text);
const emptyDirectory = () => mkdtempSync(join(tmpdir(), "otklik-clock-"));
const open = (directory: string, startAt?: number) =>
  createVirtualClock({ store: openRunnerStore(directory), ...(startAt === undefined ? {} : { startAt }) });

describe("the product's clock", () => {
  it("is real until it is given an instant of its own", async () => {
    const clock = await open(emptyDirectory());
    expect(clock.virtual).toBe(false);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  });

  it("stands still between moves, and workers read the same instant", async () => {
    const clock = await open(emptyDirectory(), at("2026-03-02T09:00:00Z"));
    await clock.moveTo(at("2026-03-02T10:00:00Z"));
    const cells = new Float64Array(clock.shared);
    expect([cells[clockCells.virtual], cells[clockCells.now]]).toEqual([1, at("2026-03-02T10:00:00Z")]);
    expect(clock.now()).toBe(at("2026-03-02T10:00:00Z"));
  });

  it("takes the later of the kept and the given instant at a start", async () => {
    const directory = emptyDirectory();
    await (await open(directory, at("2026-03-02T09:00:00Z"))).moveTo(at("2026-03-05T00:00:00Z"));
    expect((await open(directory)).now()).toBe(at("2026-03-05T00:00:00Z"));
    expect((await open(directory, at("2026-03-02T09:00:00Z"))).now()).toBe(at("2026-03-05T00:00:00Z"));
    expect((await open(directory, at("2026-04-01T00:00:00Z"))).now()).toBe(at("2026-04-01T00:00:00Z"));
  });

  it("does not go back", async () => {
    const clock = await open(emptyDirectory(), at("2026-03-02T09:00:00Z"));
    await expect(clock.moveTo(at("2026-03-02T08:59:59Z"))).rejects.toThrow(/does not go back/);
  });
});

describe("durations", () => {
  it.each([
    ["PT4H", 14_400_000],
    ["PT15M", 900_000],
    ["P1D", 86_400_000],
    ["P1DT1H1M1S", 90_061_000],
    ["P2W", 1_209_600_000],
  ])("read %s", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(["", "P", "PT", "P1DT", "4H", "PT4", "P1M", "P1Y", "PT1.5H", "-PT1H", "PT1M1H", "pt1h", " PT1H", "P1W1D"])(
    "refuse %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});
