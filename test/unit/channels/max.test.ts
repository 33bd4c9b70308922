import { describe, expect, test } from "vitest";
import { readMaxUpdate } from "../../../shared/channels/max/updates.ts";
import { maxSender } from "../../doubles/platforms/max/sender.ts";
import { openIntake } from "../../fixtures/intake.ts";

const max = maxSender({ secret: "max-present" });
const source = { name: "bot", centre: "fixture" };
const AT = 1_773_122_400_123;
const NOW = AT + 60_000;
const MID = "mid.000000000adf429c019d47d58f2b3d9e";

const read = (update: unknown) => readMaxUpdate(update, source, NOW);
const signalOf = (update: unknown) => {
  const reading = read(update);
  if (reading.kind !== "signal") throw new Error(`read as ${reading.kind}`);
  return reading.signal;
};
const written = { mid: MID, text: "Лифт стоит", at: AT };

describe("a message to a bot of MAX", () => {
  test("becomes a signal with who wrote it and, to the millisecond, when", () => {
    expect(signalOf(max.message("created", written))).toMatchObject({
      channel: "max",
      source: "bot",
      text: "Лифт стоит",
      author: { id: "5500017", name: "Устинья Выдуманная" },
      thread: { kind: "message", message: MID },
      sentAt: AT,
      wordedAt: AT,
      receivedAt: NOW,
    });
  });

  test("tells how often it was seen, where MAX says so", () => {
    const update = max.message("created", written);
    const seen = { ...update, message: { ...Object(update["message"]), stat: { views: 120 } } };
    expect(signalOf(seen).reach).toEqual({ views: 120 });
    expect(signalOf(update)).not.toHaveProperty("reach");
  });

  test("shows nothing of its dialogue's number", () => {
    const { externalId, thread, page } = signalOf(max.message("created", written));
    expect(externalId).toBe("message:019d47d58f2b3d9e");
    expect(thread).not.toHaveProperty("chat");
    expect(page).toBeUndefined();
  });

  test("is the same signal when it is edited, worded when it was", () => {
    const edited = signalOf(max.message("edited", { ...written, text: "Лифт поехал", at: AT + 5_000, writtenAt: AT }));
    expect(edited.id).toBe(signalOf(max.message("created", written)).id);
    expect(edited).toMatchObject({ text: "Лифт поехал", wordedAt: AT + 5_000 });
  });

  test("is worded later than it was written, though it is edited within the same millisecond", () => {
    const edited = signalOf(max.message("edited", { ...written, text: "Лифт поехал" }));
    const first = signalOf(max.message("created", written));
    expect(edited.wordedAt).toBeGreaterThan(first.wordedAt);
    expect(edited.wording).not.toBe(first.wording);
  });

  test("that was passed on says what it passes on, and that was written over it, only that", () => {
    const update = max.message("created", { ...written, text: "" });
    const link = { type: "forward", message: { mid: "mid.other", text: "Не вывозят мусор" } };
    const passed = { ...update, message: { ...Object(update["message"]), link } };
    expect(signalOf(passed).text).toBe("Не вывозят мусор");
    const own = max.message("created", written);
    expect(signalOf({ ...own, message: { ...Object(own["message"]), link } }).text).toBe("Лифт стоит");
  });

  test("that was passed on shows what hangs on it", () => {
    const update = max.message("created", { ...written, text: "" });
    const attachments = [
      { type: "image", payload: { photo_id: 17, token: "opens-everything" } },
      { type: "location", latitude: 52.6, longitude: 39.6 },
    ];
    const link = { type: "forward", message: { mid: "mid.other", text: null, attachments } };
    expect(signalOf({ ...update, message: { ...Object(update["message"]), link } })).toMatchObject({
      attachments: [{ kind: "photo", id: "17" }],
      place: { lat: 52.6, lon: 39.6 },
    });
  });

  test("without a time of its own was written when the update says", () => {
    const update = max.message("created", written);
    expect(signalOf({ ...update, message: { ...Object(update["message"]), timestamp: null } }).sentAt).toBe(AT);
  });

  test("keeps references to what hangs on it, and no key to it", () => {
    const attachments = [
      { type: "image", payload: { photo_id: 17, token: "opens-everything", url: "https://i.example/17.jpg" } },
      { type: "file", filename: "Акт.pdf", size: 5, payload: { fileId: 9, token: "opens-everything" } },
      { type: "location", latitude: 52.6, longitude: 39.6 },
      { type: "inline_keyboard", payload: { buttons: [] } },
    ];
    const signal = signalOf(max.message("created", { ...written, attachments }));
    expect(signal.attachments).toEqual([
      { kind: "photo", id: "17", url: "https://i.example/17.jpg" },
      { kind: "file", id: "9", name: "Акт.pdf" },
    ]);
    expect(signal.place).toEqual({ lat: 52.6, lon: 39.6 });
    expect(JSON.stringify(signal)).not.toContain("opens-everything");
  });
});

describe("a comment in a channel of MAX", () => {
  test.each([
    ["somebody", { from: 5_500_018, name: "Пелагея Неведомая" }, { id: "5500018", name: "Пелагея Неведомая" }],
    ["nobody that is told", {}, undefined],
  ])("becomes a signal under its post, written by %s", (_, by, author) => {
    const signal = signalOf(max.comment("created", { ...written, ...by }));
    expect(signal).toMatchObject({
      externalId: MID,
      thread: { kind: "comment", chat: "-70801090", post: "mid.post-1", message: MID },
    });
    expect(signal.author).toEqual(author);
  });

  test.each(["message", "comment"] as const)("is gone once, however often its removal is told: %s", (what) => {
    const id = signalOf(max[what]("created", written)).id;
    const gone = { kind: "existence", existence: { signalId: id, change: "deleted", mark: "removed" } };
    expect(read(max.removed(what, MID, AT + 1))).toMatchObject(gone);
    expect(read(max.removed(what, MID, AT + 90_000))).toMatchObject(gone);
  });
});

test("a comment that names nobody tells what it answers: it may be an answer of ours", () => {
  const update = max.comment("created", written);
  const link = { type: "reply", message: { mid: "mid.citizens", text: "Лифт стоит" } };
  const answering = (more: object) => signalOf({ ...update, message: { ...Object(update["message"]), link, ...more } });
  expect(answering({ sender: null }).thread).toMatchObject({ answers: "mid.citizens" });
  expect(answering({ sender: { user_id: 7 } }).thread).not.toHaveProperty("answers");
});

describe("what is not a citizen's", () => {
  const own = max.message("created", written);
  const post = max.comment("created", written);
  test.each([
    ["a button", { update_type: "message_callback", timestamp: AT, callback: {} }],
    ["a bot that was started", { update_type: "bot_started", timestamp: AT, chat_id: 5 }],
    ["a dialogue that was muted", { update_type: "dialog_muted", timestamp: AT }],
    ["somebody who was added", { update_type: "user_added", timestamp: AT, is_channel: true }],
    ["a type of the future", { update_type: "comment_liked", timestamp: AT }],
    [
      "what a bot wrote",
      { ...own, message: { ...Object(own["message"]), sender: { user_id: 1, is_bot: true, name: "Бот" } } },
    ],
    [
      "a post of the channel",
      {
        ...post,
        update_type: "message_created",
        message: { ...Object(post["message"]), recipient: { chat_id: -7, chat_type: "channel" } },
      },
    ],
  ])("is passed over: %s", (_, update) => {
    expect(read(update).kind).toBe("ignored");
  });

  test("is kept for people when it should be a message and has no number", () => {
    expect(read({ ...own, message: { ...Object(own["message"]), body: { text: "Яма" } } })).toMatchObject({
      kind: "rejected",
      reason: expect.stringContaining("/message/body/mid"),
    });
  });
});

test("an update that is not acknowledged comes again after one minute and then ever later, until it is", async () => {
  const intake = openIntake();
  const from = intake.clock.now();
  const times: number[] = [];
  const outcome = await max.send(
    max.message("created", written),
    async (call) => {
      times.push(intake.clock.now() - from);
      if (times.length < 4) intake.signals.failNext(new Error("the queue is away"));
      const { statusCode = 0, body = "" } = await intake.receive(call);
      return { status: statusCode, body, milliseconds: 20 };
    },
    intake.clock,
  );
  expect(outcome).toEqual({ kind: "acknowledged", attempts: 4 });
  expect(times).toEqual([0, 60_000, 210_000, 585_000]);
  expect(intake.signals.sent).toHaveLength(1);
});
