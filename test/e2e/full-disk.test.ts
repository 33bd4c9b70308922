import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { signalId } from "../../shared/domain/ids.ts";
import { type Edition, startEdition } from "./edition.ts";
import { smallDisk } from "./small-disk.ts";

const disk = await smallDisk(24);
let edition: Edition | undefined;

afterAll(async () => {
  await edition?.stop();
  await disk?.remove();
});

const directory = join(disk?.path ?? "", "data");
const filler = join(disk?.seen ?? "", "filler");

const start = (environment: Readonly<Record<string, string>> = {}): Promise<Edition> =>
  startEdition(directory, environment, { seen: join(disk?.seen ?? "", "data"), inside: disk?.inside ?? [] });

/** Takes all the room there is. */
const fill = (file: string): void => {
  for (let piece = 1 << 20; piece >= 512; piece /= 2) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(piece));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
};

describe.skipIf(disk === undefined)(
  "a full disk (a small one takes namespaces of a user's own, or root's rights)",
  () => {
    test("is answered with 503, told once on the screen, and costs nothing that was accepted", async () => {
      const first = await start({ OTKLIK_RATE: "off" });
      edition = first;
      const accepted: string[] = [];
      const refused: number[] = [];
      const post = async (number: number): Promise<boolean> => {
        const text = `Нет света в доме ${number}. ${"Ждём. ".repeat(200)}`;
        const object = { id: number, from_id: 501, owner_id: -1, post_id: 7, date: 1_773_122_400, text };
        const byVk = number % 2 === 0;
        const response = byVk
          ? await first.postVk({ type: "wall_reply_new", event_id: `full-${number}`, object })
          : await first.postSignal({ text, externalId: `full-${number}` }, `full-${number}`);
        const id = byVk
          ? signalId("vk", String(first.vk.groupId), `wall_reply:-${first.vk.groupId}:${number}`)
          : signalId("partner", "example", `full-${number}`);
        if (response.ok) accepted.push(id);
        else refused.push(response.status);
        await response.arrayBuffer();
        return response.ok;
      };

      for (let number = 0; number < 20; number += 1) await post(number);
      expect(refused).toEqual([]);
      fill(filler);
      // What lies in pages that were the files' already may still be accepted: then it is on the disk.
      for (let number = 20; refused.length < 20; number += 1) {
        expect(number).toBeLessThan(3_000);
        await post(number);
      }
      expect(new Set(refused)).toEqual(new Set([503]));

      rmSync(filler);
      await vi.waitFor(async () => expect(await post(3_000)).toBe(true), { timeout: 15_000, interval: 200 });
      const lines = (words: string) =>
        first
          .screen()
          .split("\n")
          .filter((line) => line.includes(words));
      await vi.waitFor(() => expect(lines("takes writes again")).toHaveLength(1), 15_000);
      expect(lines("is full: nothing more is accepted")).toHaveLength(1);

      expect(await first.stop()).toBe(0);
      // What the tables refused meanwhile waits to be tried again; a start tries it at once.
      const again = await start();
      edition = again;
      await vi.waitFor(() => Promise.all(accepted.map((id) => again.incident(id))), { timeout: 60_000, interval: 500 });
    }, 180_000);

    test("stops a start with one line that says so", async () => {
      await edition?.stop();
      fill(filler);
      await expect(start()).rejects.toThrow(/is full: .*the chapter "A full disk" of docs\/runbook\.md\.\n$/);
      rmSync(filler);
      edition = await start();
    }, 60_000);
  },
);
