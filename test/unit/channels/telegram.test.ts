import { describe, expect, test } from "vitest";
import { readTelegramUpdate } from "../../../shared/channels/telegram/updates.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { telegramSender } from "../../doubles/platforms/telegram/sender.ts";
import { openIntake } from "../../fixtures/intake.ts";

const telegram = telegramSender({ secret: "telegram-present" });
const source = { name: "bot", centre: "fixture" };
const DATE = 1_773_122_400;
const NOW = DATE * 1_000 + 60_000;

const read = (update: unknown) => readTelegramUpdate(update, source, NOW);
const signalOf = (update: unknown) => {
  const reading = read(update);
  if (reading.kind !== "signal") throw new Error(`read as ${JSON.stringify(reading)}`);
  return reading.signal;
};

describe("a private message to the bot", () => {
  test("becomes a signal that shows nowhere whose chat it is", () => {
    const { author, ...signal } = signalOf(telegram.message({ id: 5, text: "Яма", date: DATE }));
    expect(author).toEqual({ id: "440017", name: "Фёкла Небывалая" });
    expect(signal).toMatchObject({ externalId: "message:5", text: "Яма", sentAt: DATE * 1_000 });
    expect(JSON.stringify(signal)).not.toContain("440017");
  });

  test("is another signal when another citizen's message has the same number", () => {
    const one = signalOf(telegram.message({ id: 5, text: "Яма", date: DATE }));
    expect(signalOf(telegram.message({ id: 5, text: "Яма", date: DATE }, {}, 440_099)).id).not.toBe(one.id);
  });

  test("is the same signal when it is edited, worded when it was", () => {
    const first = signalOf(telegram.message({ id: 5, text: "Яма", date: DATE }));
    const edited = signalOf(telegram.message({ id: 5, text: "Ямы", date: DATE, editedAt: DATE + 9 }));
    expect(edited).toMatchObject({ id: first.id, text: "Ямы", wordedAt: (DATE + 9) * 1_000, sentAt: first.sentAt });
  });

  test.each(["/start", "/start yard-5_qr", "/start@city_bot"])(
    "is passed over when it is the button that begins a dialogue: %s",
    (text) => {
      expect(read(telegram.message({ id: 1, text, date: DATE })).kind).toBe("ignored");
    },
  );

  test("is read when somebody writes on after the button's word", () => {
    expect(read(telegram.message({ id: 1, text: "/start во дворе темно", date: DATE })).kind).toBe("signal");
  });
});

describe("a comment in a channel's discussion group", () => {
  test("names the post it is under, and its thread", () => {
    expect(signalOf(telegram.comment({ id: 12, text: "Яма", date: DATE }))).toMatchObject({
      externalId: "-1001900:message:12",
      page: "t.me/gorod_example",
      thread: { chat: "-1001900", message: "12", topic: "3", channel: "-1001800", post: "71" },
    });
  });

  test("names the post as older versions of the Bot API tell it, too", () => {
    const answered = {
      message_id: 3,
      is_automatic_forward: true,
      forward_from_chat: { id: -1_001_800, type: "channel", username: "gorod_example" },
      forward_from_message_id: 71,
    };
    const { thread } = signalOf(telegram.comment({ id: 12, text: "Яма", date: DATE }, { reply_to_message: answered }));
    expect(thread).toMatchObject({ channel: "-1001800", post: "71" });
  });

  test("that answers another comment is known by its thread", () => {
    const { thread } = signalOf(
      telegram.comment({ id: 13, text: "И у нас", date: DATE }, { reply_to_message: { message_id: 12 } }),
    );
    expect(thread).toEqual({ kind: "message", chat: "-1001900", message: "13", topic: "3" });
  });

  test("in the name of a chat has that chat for its author: who stands beside it is made up", () => {
    const stranger = { id: -1_001_700, type: "channel", title: "Соседний двор" };
    const signal = signalOf(
      telegram.comment({ id: 14, text: "Яма", date: DATE }, { sender_chat: stranger, from: { id: 136, is_bot: true } }),
    );
    expect(signal.author).toEqual({ id: "-1001700", name: "Соседний двор" });
  });
});

describe("what the page itself wrote", () => {
  const written = { id: 3, text: "Новость", date: DATE };
  test.each([
    ["the copy of a post", telegram.comment(written, { is_automatic_forward: true })],
    ["an administrator behind the group's name", telegram.comment(written, { sender_chat: { id: -1_001_900 } })],
    ["the channel under its own post", telegram.comment(written, { sender_chat: { id: -1_001_800 } })],
    ["a bot", telegram.comment(written, { from: { id: 9, is_bot: true, first_name: "Бот" } })],
    ["a post", { update_id: 1, channel_post: { message_id: 1 } }],
    ["an edited post", { update_id: 1, edited_channel_post: { message_id: 1 } }],
    ["a reaction", { update_id: 1, message_reaction: {} }],
    ["a type of the future", { update_id: 1, telepathy: {} }],
    ["a message of the service", telegram.comment({ id: 3, date: DATE }, { new_chat_members: [] })],
    [
      "somebody who walks on",
      telegram.message(
        { id: 3, date: DATE, editedAt: DATE + 5 },
        { location: { latitude: 52.6, longitude: 39.6, live_period: 900 } },
      ),
    ],
  ])("or what nobody wrote, is passed over: %s", (_, update) => {
    expect(read(update).kind).toBe("ignored");
  });
});

describe("what hangs on a message", () => {
  test("is kept by its number: the address of a file would hold the bot's token", () => {
    const update = telegram.message(
      { id: 6, date: DATE },
      {
        caption: "Вот она",
        photo: [{ file_id: "small" }, { file_id: "large" }],
        document: { file_id: "act", file_name: "Акт.pdf" },
        caption_entities: [{ type: "text_link", offset: 0, length: 3, url: "https://site.example/yama" }],
      },
    );
    expect(signalOf(update)).toMatchObject({
      text: "Вот она",
      attachments: [
        { kind: "photo", id: "large" },
        { kind: "file", id: "act", name: "Акт.pdf" },
        { kind: "link", url: "https://site.example/yama" },
      ],
    });
  });

  test("is its place when it is one, with the address of a venue", () => {
    const location = { latitude: 52.6, longitude: 39.6 };
    expect(signalOf(telegram.message({ id: 7, date: DATE }, { location })).place).toEqual({ lat: 52.6, lon: 39.6 });
    const venue = { title: "Школа", address: "Зелёная, 5", location };
    expect(signalOf(telegram.message({ id: 8, date: DATE }, { venue, location })).place).toEqual({
      lat: 52.6,
      lon: 39.6,
      address: "Школа, Зелёная, 5",
    });
  });

  test("comes in pieces of one signal when it is an album", () => {
    const piece = (id: number, caption?: string) =>
      signalOf(
        telegram.message(
          { id, date: DATE },
          {
            media_group_id: "13700",
            photo: [{ file_id: `photo-${id}` }],
            ...(caption === undefined ? {} : { caption }),
          },
        ),
      );
    const [first, second] = [piece(21, "Двор после дождя"), piece(22)];
    expect(second.id).toBe(first.id);
    expect(second.externalId).toBe(first.externalId);
    expect([first.part, second.part]).toEqual(["21", "22"]);
    expect(second.wording).not.toBe(first.wording);
  });
});

test("an update that nobody understands blocks no chat: it is kept, acknowledged, and the next one comes", async () => {
  const intake = openIntake();
  const poison = { update_id: 1, message: { message_id: {}, date: "вчера", chat: 7 } };
  const outcomes = await telegram.sendChat(
    [poison, telegram.message({ id: 9, text: "Яма", date: DATE })],
    async (call) => {
      const { statusCode = 0, body = "" } = await intake.receive(call);
      return { status: statusCode, body, milliseconds: 20 };
    },
    intake.clock,
  );
  expect(outcomes).toEqual([
    { kind: "acknowledged", attempts: 1 },
    { kind: "acknowledged", attempts: 1 },
  ]);
  expect(intake.counter.total(Metric.SignalRejected)).toBe(1);
  expect(await intake.queued()).toMatchObject([{ text: "Яма" }]);
});

test("a chat waits while a message cannot be kept, with ever longer pauses, and goes on in order", async () => {
  const intake = openIntake();
  const from = intake.clock.now();
  const times: number[] = [];
  const updates = [1, 2].map((id) => telegram.message({ id, text: `Сообщение ${id}`, date: DATE }));
  await telegram.sendChat(
    updates,
    async (call) => {
      times.push((intake.clock.now() - from) / 1_000);
      if (times.length <= 4) intake.signals.failNext(new Error("the queue is away"));
      const { statusCode = 0, body = "" } = await intake.receive(call);
      return { status: statusCode, body, milliseconds: 20 };
    },
    intake.clock,
  );
  expect(times).toEqual([0, 0, 2, 6, 14, 14]);
  expect((await intake.queued()).map(({ text }) => text)).toEqual(["Сообщение 1", "Сообщение 2"]);
});
