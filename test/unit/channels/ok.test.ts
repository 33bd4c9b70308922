import { describe, expect, test } from "vitest";
import { readOkCall } from "../../../shared/channels/ok/calls.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { okSender } from "../../doubles/platforms/ok/sender.ts";
import { openIntake } from "../../fixtures/intake.ts";

const ok = okSender({ path: "ok-present" });
const source = { name: "group", centre: "fixture" };
const NOW = 1_773_122_460_000;

const read = (body: string) => readOkCall(JSON.parse(body), source, NOW);
const signalOf = (body: string) => {
  const reading = read(body);
  if (reading.kind !== "signal") throw new Error(`read as ${reading.kind}`);
  return reading.signal;
};

describe("a message to a group of Odnoklassniki", () => {
  test("becomes a signal with who wrote it, when, and what an answer needs", () => {
    expect(signalOf(ok.message(7, "Не горит фонарь", { name: "Авдотья Придуманная" }))).toMatchObject({
      channel: "ok",
      source: "group",
      text: "Не горит фонарь",
      author: { id: "user:900001", name: "Авдотья Придуманная" },
      thread: { kind: "message", chat: "chat:C3e0", message: "mid:C3e0.15cea67d78d7" },
      sentAt: 1_773_122_400_000,
      receivedAt: NOW,
    });
  });

  test("is read in the form that was documented first, and is the same signal in both", () => {
    expect(signalOf(ok.message(7, "Яма", { old: true }))).toEqual(signalOf(ok.message(7, "Яма")));
  });

  test("shows nothing of its dialogue in what people see of its number", () => {
    expect(signalOf(ok.message(7, "Яма")).externalId).toBe("message:15cea67d78d7");
  });

  test("is told apart from the next one though their sequence numbers are too long to be", () => {
    const [one, next] = [ok.message(1, "Яма"), ok.message(2, "Яма")];
    expect(signalOf(one).id).not.toBe(signalOf(next).id);
  });

  test("without an id or a time is the same when it is repeated, and another when it says something else", () => {
    const bare = (text: string) =>
      JSON.stringify({
        webhookType: "MESSAGE_CREATED",
        group_id: "group:77",
        sender: { user_id: "user:4" },
        recipient: { chat_id: "chat:C77" },
        message: { text },
      });
    const first = signalOf(bare("Есть вопрос"));
    expect(first).toMatchObject({ page: "ok.ru/group/77", sentAt: NOW, text: "Есть вопрос" });
    expect(signalOf(bare("Есть вопрос")).id).toBe(first.id);
    expect(signalOf(bare("Есть другой")).id).not.toBe(first.id);
  });

  test("keeps what hangs on it as references, and where it was pinned", () => {
    const attachments = [
      { type: "IMAGE", payload: { url: "https://i.example/1.jpg" } },
      { type: "FILE", payload: { url: "https://f.example/act.pdf", name: "Акт.pdf" } },
      { type: "LOCATION", payload: { latitude: 52.6, longitude: 39.6 } },
      { type: "HOLOGRAM", payload: { url: "javascript:alert(1)" } },
      "nonsense",
    ];
    expect(signalOf(ok.message(7, "", { attachments }))).toMatchObject({
      text: "",
      place: { lat: 52.6, lon: 39.6 },
      attachments: [
        { kind: "photo", url: "https://i.example/1.jpg" },
        { kind: "file", url: "https://f.example/act.pdf", name: "Акт.pdf" },
        { kind: "other" },
      ],
    });
  });
});

describe("what is not a citizen's message to the group", () => {
  test.each([
    ["a button of the bot", JSON.stringify({ webhookType: "MESSAGE_CALLBACK", payload: "x" })],
    ["a message of the service", JSON.stringify({ webhookType: "CHAT_SYSTEM", message: {} })],
    ["a type of the future", JSON.stringify({ webhookType: "MESSAGE_DELETED" })],
    ["a call that says nothing", "{}"],
    ["what the group itself wrote", ok.message(8, "Ответ", { from: "group:77" })],
  ])("is passed over: %s", (_, body) => {
    expect(read(body).kind).toBe("ignored");
  });

  test("is kept for people when it should be a message and is not understood, by fields and without its words", () => {
    const reading = read(JSON.stringify({ webhookType: "MESSAGE_CREATED", message: { text: "Иван Сидоров" } }));
    expect(reading).toMatchObject({ kind: "rejected", reason: expect.stringContaining("/sender") });
    expect(JSON.stringify(reading)).not.toContain("Сидоров");
  });
});

test("a call that waits longer than five seconds, or is not acknowledged, comes again and is the same signal", async () => {
  const intake = openIntake();
  let calls = 0;
  const outcome = await ok.send(
    ok.message(7, "Яма"),
    async (call) => {
      const { statusCode = 0, body = "" } = await intake.receive(call);
      return { status: statusCode, body, milliseconds: (calls += 1) === 1 ? 6_000 : 40 };
    },
    intake.clock,
  );
  expect(outcome).toEqual({ kind: "acknowledged", attempts: 2 });
  const [first, again] = await intake.queued();
  expect(again).toEqual({ ...first, receivedAt: intake.clock.now() });
  expect(intake.counter.total(Metric.SignalAccepted)).toBe(2);
});
