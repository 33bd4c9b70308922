import { describe, expect, test } from "vitest";
import { readVkEvent } from "../../../shared/channels/vk/events.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { commentKinds, type VkEvent, vkSender } from "../../doubles/platforms/vk/sender.ts";
import { GROUP, openIntake } from "../../fixtures/intake.ts";

const vk = vkSender({ groupId: GROUP, secret: "present" });
const source = { name: String(GROUP), centre: "fixture" };
const DATE = 1_773_122_400;
const NOW = DATE * 1_000 + 60_000;

const read = ({ event_id: eventId, ...event }: VkEvent, at = NOW) => readVkEvent({ ...event, eventId }, source, at);
const signalOf = (event: VkEvent, at = NOW) => {
  const reading = read(event, at);
  if (reading.kind !== "signal") throw new Error(`read as ${JSON.stringify(reading)}`);
  return reading.signal;
};
/** A comment on the wall with more to it. */
const commentWith = (more: Readonly<Record<string, unknown>>): VkEvent => {
  const event = vk.comment("wall_reply", "new", { id: 9, text: "Яма", date: DATE });
  return { ...event, object: { ...event.object, ...more } };
};

test("a comment tells how many liked it and answered, and nothing of what nobody did", () => {
  const spread = { likes: { count: 40, can_like: 1 }, thread: { count: 3, items: [] } };
  expect(signalOf(commentWith(spread)).reach).toEqual({ likes: 40, comments: 3 });
  expect(signalOf(commentWith({ likes: { count: 0 }, thread: "none" }))).not.toHaveProperty("reach");
});

describe.each(commentKinds)("a comment of VK's kind %s", (kind) => {
  const written = { id: 9, text: "Яма", date: DATE };

  test("is one signal when it is new, edited, deleted and restored, and no other comment's", () => {
    const { id, thread } = signalOf(vk.comment(kind, "new", written));
    expect(signalOf(vk.comment(kind, "edit", { ...written, text: "Ямы" }))).toMatchObject({ id, text: "Ямы" });
    expect(read(vk.deleted(kind, 9))).toMatchObject({ existence: { signalId: id, change: "deleted" } });
    expect(read(vk.comment(kind, "restore", written))).toMatchObject({
      existence: { signalId: id, change: "restored" },
      signal: { id, text: "Яма" },
    });
    expect(signalOf(vk.comment(kind, "new", { ...written, id: 10 })).id).not.toBe(id);
    expect(thread).toMatchObject({ owner: `-${GROUP}`, comment: "9" });
  });

  test("is the same in calls that name the owner in an older way", () => {
    const { owner_id, ...object } = vk.comment(kind, "new", written).object;
    const name = {
      wall_reply: "post",
      photo_comment: "photo",
      video_comment: "video",
      board_post: "topic",
      market_comment: "market",
    }[kind];
    const older = { type: `${kind}_new`, object: { ...object, [`${name}_owner_id`]: owner_id } };
    expect(signalOf(older)).toEqual(signalOf(vk.comment(kind, "new", written)));
  });

  test("is deleted once for a call and its copies, and told apart from a second time", () => {
    const once = { ...vk.deleted(kind, 9), event_id: "one" };
    const { deleter_id, ...object } = once.object;
    const marks = [once, once, { ...once, event_id: "two", object: { ...object, user_id: deleter_id } }].map(
      (event) => {
        const reading = read(event);
        return reading.kind === "existence" ? reading.existence.mark : reading.kind;
      },
    );
    expect(marks).toEqual(["one", "one", "two"]);
  });

  test("is deleted also by a call whose id is empty", () => {
    const reading = read({ ...vk.deleted(kind, 9), event_id: "" });
    expect(reading).toMatchObject({ existence: { mark: expect.stringMatching(/./) } });
  });

  test("of the page itself is nobody's complaint", () => {
    expect(read(vk.comment(kind, "new", { ...written, from: -GROUP })).kind).toBe("ignored");
  });

  test("of another community is a signal, and that community its author", () => {
    expect(signalOf(vk.comment(kind, "new", { ...written, from: -5 })).author).toEqual({ id: "-5" });
  });
});

describe("a post on the community's wall", () => {
  const post = (more: Readonly<Record<string, unknown>>): VkEvent => ({
    type: "wall_post_new",
    object: { id: 700, from_id: 77_003, owner_id: -GROUP, date: DATE, text: "Когда починят фонтан", ...more },
  });

  test.each(["suggest", "post"])("that a citizen wrote is a signal: %s", (post_type) => {
    expect(signalOf(post({ post_type }))).toMatchObject({
      text: "Когда починят фонтан",
      author: { id: "77003" },
      thread: { kind: "wall", owner: `-${GROUP}`, post: "700" },
    });
  });

  test("that the page wrote is not", () => {
    expect(read(post({ from_id: -GROUP, created_by: 77_003 })).kind).toBe("ignored");
  });
});

describe("an edit", () => {
  test("of a message counts from when VK says it was made", () => {
    expect(signalOf(vk.edited(12, "Ямы", DATE + 30))).toMatchObject({ wordedAt: (DATE + 30) * 1_000, text: "Ямы" });
    expect(signalOf(vk.edited(12, "Ямы", DATE + 30)).id).toBe(signalOf(vk.message(12, "Яма")).id);
  });

  test("of a comment, of which VK tells no time, counts from when it is heard of, and is known again", () => {
    const edit = { ...vk.comment("wall_reply", "edit", { id: 9, text: "Ямы", date: DATE }), event_id: "e-1" };
    expect(signalOf(edit).wordedAt).toBe(NOW);
    expect(signalOf(edit, NOW + 18_000).wording).toBe(signalOf(edit).wording);
    expect(signalOf({ ...edit, event_id: "e-2" }).wording).not.toBe(signalOf(edit).wording);
  });
});

describe("what hangs on a message", () => {
  test("is kept as references: of a photo the widest", () => {
    const attachments = [
      {
        type: "photo",
        photo: {
          id: 5,
          owner_id: 77_002,
          access_key: "k",
          sizes: [
            { type: "s", url: "https://p.example/s.jpg", width: 75 },
            { type: "w", url: "https://p.example/w.jpg", width: 2_560 },
            { type: "m", url: "https://p.example/m.jpg", width: 130 },
          ],
        },
      },
      { type: "video", video: { id: 6, owner_id: -8, title: "Потоп" } },
      { type: "doc", doc: { id: 7, owner_id: 77_002, title: "Акт.pdf", url: "https://vk.example/doc7" } },
      { type: "audio", audio: { id: 8, owner_id: 1, artist: "Хор", title: "Песня" } },
      { type: "link", link: { url: "https://site.example/", title: "Сайт" } },
      { type: "wall", wall: { id: 9, to_id: -8, text: "чужие слова" } },
      { type: "sticker", sticker: { sticker_id: 10 } },
      { type: "market_of_2030", market_of_2030: { id: 1 } },
      { type: "photo" },
      7,
    ];
    const signal = signalOf(commentWith({ attachments }));
    expect(signal.attachments).toEqual([
      { kind: "photo", id: "photo77002_5", url: "https://p.example/w.jpg" },
      { kind: "video", id: "video-8_6", name: "Потоп" },
      { kind: "file", id: "doc77002_7", url: "https://vk.example/doc7", name: "Акт.pdf" },
      { kind: "audio", id: "audio1_8", name: "Хор – Песня" },
      { kind: "link", url: "https://site.example/", name: "Сайт" },
      { kind: "link", id: "wall-8_9" },
      { kind: "sticker", id: "sticker10" },
      { kind: "other" },
      { kind: "photo" },
    ]);
    expect(JSON.stringify(signal)).not.toContain("чужие слова");
  });

  test("is no more than twenty references, and of no address that is not one of the web", () => {
    const links = Array.from({ length: 30 }, () => ({ type: "link", link: { url: "javascript:alert(1)" } }));
    expect(signalOf(commentWith({ attachments: links })).attachments).toEqual(
      Array.from({ length: 20 }, () => ({ kind: "link" })),
    );
  });

  test.each(["nonsense", 7, { 0: 1 }, null])("makes no message unreadable when it is %j", (attachments) => {
    expect(signalOf(commentWith({ attachments, geo: "там" }))).toMatchObject({ text: "Яма" });
  });

  test("is what was passed on, when the citizen added nothing", () => {
    const fwd_messages = [{ text: "У нас потоп" }, { text: "И у нас" }];
    expect(signalOf(vk.message(12, "", {}, { fwd_messages })).text).toBe("У нас потоп\nИ у нас");
    expect(signalOf(vk.message(12, "Вот", {}, { fwd_messages })).text).toBe("Вот");
    const post = { id: 5, from_id: 77, owner_id: -GROUP, date: DATE, text: "", copy_history: fwd_messages };
    expect(signalOf({ type: "wall_post_new", object: post }).text).toBe("У нас потоп\nИ у нас");
    expect(signalOf({ type: "wall_post_new", object: { ...post, text: "Вот" } }).text).toBe("Вот");
  });
});

test("what was passed on shows what hangs on it, beside what the citizen hung on it", () => {
  const photo = (id: number) => [{ type: "photo", photo: { id, owner_id: 8, sizes: [] } }];
  const passed = [{ text: "У нас потоп", attachments: photo(2) }, { attachments: null }];
  const message = signalOf(vk.message(12, "", {}, { attachments: photo(1), fwd_messages: passed }));
  expect(message).toMatchObject({ text: "У нас потоп", attachments: [{ id: "photo8_1" }, { id: "photo8_2" }] });
  const post = { id: 5, from_id: 77, owner_id: -GROUP, date: DATE, text: "Вот", copy_history: passed };
  expect(signalOf({ type: "wall_post_new", object: post })).toMatchObject({ attachments: [{ id: "photo8_2" }] });
});

test("a message without words, and a comment that names no other owner, are read by what they have", () => {
  const { text: _, ...wordless } = Object(commentWith({}).object);
  expect(signalOf({ ...commentWith({}), object: wordless }).text).toBe("");
  expect(signalOf(commentWith({ text: null, owner_id: null, photo_id: null, topic_owner_id: null }))).toMatchObject({
    text: "",
    externalId: `wall_reply:-${GROUP}:9`,
  });
});

test("that somebody has come into a chat is nobody's message", () => {
  const action = { type: "chat_invite_user", member_id: 77 };
  expect(read(vk.message(12, "", {}, { action }))).toMatchObject({ kind: "ignored" });
});

describe("a message as versions before 5.80 told it", () => {
  const older = { id: 31, user_id: 77, date: DATE, out: 0, read_state: 0, title: "", body: "Яма во дворе" };

  test("is read by its older names", () => {
    const signal = signalOf({ type: "message_new", object: older });
    expect(signal).toMatchObject({ text: "Яма во дворе", author: { id: "77" }, externalId: "message:31" });
    expect(signalOf({ type: "message_new", object: { ...older, chat_id: 4 } })).toMatchObject({
      externalId: "message:2000000004:31",
      author: { id: "77" },
    });
  });

  test("is nobody's complaint when the page wrote it", () => {
    expect(read({ type: "message_new", object: { ...older, out: 1 } })).toMatchObject({ kind: "ignored" });
  });
});

describe("a warning of VK", () => {
  const warning = "You are using a deprecated API version.";

  test("rings, and the call that came with nothing else is kept for people", async () => {
    const intake = openIntake();
    await intake.receive(vk.call({ type: "wall_post_new", object: { warning } }));
    expect(intake.counter.total(Metric.ChannelWarning)).toBe(1);
    expect(intake.counter.total(Metric.SignalRejected)).toBe(1);
  });

  test("rings, and the message that it came with is read", async () => {
    const intake = openIntake();
    await intake.receive(vk.call(commentWith({ warning })));
    expect(intake.counter.total(Metric.ChannelWarning)).toBe(1);
    expect(await intake.queued()).toMatchObject([{ text: "Яма" }]);
  });
});

test("a call that was answered too late comes again under the same event, is counted and is the same signal", async () => {
  const intake = openIntake();
  let calls = 0;
  const outcome = await vk.send(
    commentWith({}),
    async (call) => {
      const { statusCode = 0, body = "" } = await intake.receive(call);
      return { status: statusCode, body, milliseconds: (calls += 1) === 1 ? 18_000 : 40 };
    },
    intake.clock,
  );
  expect(outcome).toEqual({ kind: "acknowledged", attempts: 2 });
  expect(intake.counter.total(Metric.CallRepeated)).toBe(1);
  const [first, again] = await intake.queued();
  expect(again).toEqual({ ...first, receivedAt: intake.clock.now() });
});
