import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

/** Monday, 9 March 2026, is a day off; Tuesday is not. */
const TUESDAY_MORNING = "2026-03-10T09:00:00+03:00";

const data = dataDirectory();
let edition: Edition;

beforeAll(async () => {
  edition = await startEdition(data.path, { OTKLIK_CLOCK: TUESDAY_MORNING });
}, 90_000);

afterAll(async () => {
  await edition.stop();
  data.remove();
});

const comment = (id: number, text: string) => ({
  type: "wall_reply_new",
  event_id: `event-${id}`,
  object: { id, from_id: 501, owner_id: -1, post_id: 7, date: 1_773_122_400, text },
});

const message = (id: number, text: string) => ({
  type: "message_new",
  event_id: `message-${id}`,
  object: {
    message: { id: 0, from_id: 502, peer_id: 502, conversation_message_id: id, date: 1_773_122_400, out: 0, text },
    client_info: { lang_id: 0 },
  },
});

const said = async (response: Response) => ({ status: response.status, text: await response.text() });

const opened = (count: number) =>
  vi.waitFor(async () => {
    const { items } = await edition.incidents();
    expect(items).toHaveLength(count);
    return items;
  }, 2_000);

describe("a citizen's message becomes an incident with a deadline and an alert", () => {
  test("VK's handshake is answered with the confirmation code", async () => {
    expect(await said(await edition.postVk({ type: "confirmation" }))).toEqual({
      status: 200,
      text: edition.vk.confirmation,
    });
  });

  test("a comment and a message open incidents within two seconds; the page's own voice and other types do not", async () => {
    const calls = [
      comment(1, "На улице Зегеля яма на дороге"),
      message(1, "Третий день нет горячей воды"),
      { ...comment(2, "Спасибо за обращение"), object: { ...comment(2, "").object, from_id: -edition.vk.groupId } },
      { type: "wall_post_new", event_id: "post-1", object: { id: 9, from_id: -1, owner_id: -1, date: 1, text: "" } },
      { type: "like_add", event_id: "like-1", object: { liker_id: 5 } },
    ];
    for (const call of calls) expect(await said(await edition.postVk(call))).toEqual({ status: 200, text: "ok" });

    const items = await opened(2);
    for (const item of items) {
      expect(item.topic.name).not.toBe("");
      expect(item.authority.name).not.toBe("");
      expect(item.territory.name).not.toBe("");
      expect(item.clocks.map(({ kind }) => kind)).toEqual(["reaction", "answer"]);
    }
    const { signals } = await edition.incident(items[0]?.id ?? "");
    expect(signals).toHaveLength(1);
    expect(["На улице Зегеля яма на дороге", "Третий день нет горячей воды"]).toContain(signals[0]?.text);
  });

  test("the same event three times at once leaves one incident", async () => {
    const same = comment(3, "Не горит фонарь у школы");
    const answers = await Promise.all([edition.postVk(same), edition.postVk(same), edition.postVk(same)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await opened(3);
    await edition.advance({ advance: "PT0S" });
    await opened(3);
  });

  test("a partner's message is accepted once a key, and revised by a new text under a new one", async () => {
    const first = { text: "Лифт стоит вторую неделю", externalId: "partner-1" };
    const accepted = await edition.postSignal(first, "key-1");
    expect(accepted.status).toBe(202);
    const again = await edition.postSignal(first, "key-1");
    expect(await again.json()).toEqual(await accepted.json());
    expect((await edition.postSignal({ ...first, text: "Другое" }, "key-1")).status).toBe(422);
    expect((await edition.postSignal({ ...first, text: "Лифт стоит третью неделю" }, "key-2")).status).toBe(202);
    await edition.advance({ advance: "PT0S" });
    const items = await opened(4);
    const revised = await edition.incident(items[0]?.id ?? "");
    expect(revised.signals[0]).toMatchObject({ text: "Лифт стоит третью неделю", revision: 1 });
  });

  test("every stage of every clock is alerted exactly once as time passes, and none after an answer", async () => {
    const [answered, ...unanswered] = (await edition.incidents()).items;
    if (answered === undefined) throw new Error("There is no incident to answer.");
    expect(
      (await edition.command(answered.id, "answer", answered.version, { text: "Мастер придёт завтра." })).status,
    ).toBe(200);
    await edition.advance({ advance: "PT30H" });
    // To the close of the working day after the one on which the last of them was missed.
    await edition.advance({ to: "2026-03-12T18:00:00+03:00", step: "PT30M" });

    const alerts = (await edition.events()).filter(({ type }) => type.startsWith("Deadline"));
    const keys = alerts.map(({ data }) => `${data.incidentId} ${data.clock} ${data.stage}`);
    const stages = ["warned-50", "warned-75", "warned-90", "breached", "escalated"];
    const expected = unanswered.flatMap(({ id, clocks }) =>
      clocks.flatMap(({ kind }) => stages.map((stage) => `${id} ${kind} ${stage}`)),
    );
    expect(keys.toSorted()).toEqual(expected.toSorted());
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length);
  }, 120_000);

  test("after a stop and a start everything is as it was, and a redelivered event is still known", async () => {
    const before = await edition.incidents();
    const alerts = await edition.events();
    expect(await edition.stop()).toBe(0);
    edition = await startEdition(data.path);
    expect(await edition.incidents()).toEqual(before);
    expect(await edition.events()).toEqual(alerts);
    await edition.postVk(comment(3, "Не горит фонарь у школы"));
    await edition.advance({ advance: "PT1M" });
    expect((await edition.incidents()).items).toHaveLength(before.items.length);
  }, 90_000);

  test("the page shows both dashboards with their numbers", async () => {
    const page = await (await fetch(`${edition.url}/`)).text();
    expect(page).toContain("otklik-supervisor");
    expect(page).toContain("otklik-operations");
    expect(page).not.toContain("<script src");
  });
});
