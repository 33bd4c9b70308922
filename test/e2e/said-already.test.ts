import { afterAll, expect, test } from "vitest";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const data = dataDirectory();
let edition: Edition | undefined;

afterAll(async () => {
  await edition?.stop();
  data.remove();
});

test("of one pit three citizens write: one joins by itself, one is shown, parts again, is merged, and all are answered", async () => {
  edition = await startEdition(data.path);
  const running = edition;
  const pit = "На Садовой у дома 12 огромная яма на дороге, пробил колесо";
  await running.postSignal({ text: pit, place: { lat: 52.6101, lon: 39.5702 } }, "pit-1");
  await expect.poll(async () => (await running.incidents()).items.length, { timeout: 20_000 }).toBe(1);
  const first = (await running.incidents()).items[0]?.id ?? "";
  const now = () => running.incident(first);

  const again = "Садовая, 12: огромная яма на дороге, колесо пробил второй раз";
  await running.postSignal({ text: again, place: { lat: 52.6102, lon: 39.5701 } }, "pit-2");
  await expect.poll(async () => (await now()).signalCount, { timeout: 20_000 }).toBe(2);
  const reporter = running.vk.groupId;
  const comment = { id: 12, from_id: 501, owner_id: -reporter, post_id: 7, date: 1_773_122_400, text: again };
  await running.postVk({ type: "wall_reply_new", event_id: "pit-3", object: comment });
  await expect.poll(async () => (await running.incidents()).items.length, { timeout: 20_000 }).toBe(2);
  const third = (await running.incidents()).items.find(({ id }) => id !== first)?.id ?? "";
  const shown = await running.incident(third);
  expect(shown.similar).toMatchObject([{ id: first }]);

  const said = async (id: string, name: string, version: number, body: Record<string, unknown>) =>
    expect((await running.command(id, name, version, body)).status).toBe(200);
  const second = (await now()).history.find(({ what }) => what === "joined")?.signalId ?? "";
  await said(first, "split", (await now()).version, { signals: [second] });
  expect(await now()).toMatchObject({ signalCount: 1 });
  expect(await running.incident(second)).toMatchObject({ signalCount: 1 });

  for (const id of [second, third]) await said(id, "merge", (await running.incident(id)).version, { into: first });
  expect(await now()).toMatchObject({ signalCount: 3 });
  await said(first, "answer", (await now()).version, { text: "Яму засыпали." });
  const [reply] = (await now()).replies;
  expect(reply?.deliveries.map(({ channel }) => channel).toSorted()).toEqual(["partner", "partner", "vk"]);
}, 120_000);
