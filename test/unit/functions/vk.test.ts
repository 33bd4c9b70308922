import { describe, expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { signalMessage } from "../../../shared/contracts/signal-message.ts";
import { rejectionId } from "../../../shared/domain/ids.ts";
import { rejectionKey } from "../../../shared/store/keys.ts";
import { pointersIn, problemIn } from "../../fixtures/http-answer.ts";
import { GROUP, openIntake } from "../../fixtures/intake.ts";
import groupJoin from "../../fixtures/vk/group_join.json" with { type: "json" };
import message from "../../fixtures/vk/message_new.json" with { type: "json" };
import bareMessage from "../../fixtures/vk/message_new-bare.json" with { type: "json" };
import chatMessage from "../../fixtures/vk/message_new-chat.json" with { type: "json" };
import ownMessage from "../../fixtures/vk/message_reply.json" with { type: "json" };
import ownPost from "../../fixtures/vk/wall_post_new.json" with { type: "json" };
import wallReply from "../../fixtures/vk/wall_reply_new.json" with { type: "json" };
import oldReply from "../../fixtures/vk/wall_reply_new-old.json" with { type: "json" };
import ownReply from "../../fixtures/vk/wall_reply_new-own.json" with { type: "json" };

type Intake = ReturnType<typeof openIntake>;

const confirmation = { type: "confirmation", group_id: GROUP };

const signalsOf = ({ queued }: Intake) => queued();

describe("the confirmation of an address", () => {
  test.each([
    ["without a secret", {}],
    ["with the secret", { secret: "present" }],
    ["with the secret before it", { secret: "former" }],
  ])("is answered with the community's code %s", async (_, secret) => {
    expect(await openIntake().vk({ ...confirmation, ...secret })).toMatchObject({ statusCode: 200, body: "c0de1234" });
  });

  test.each([
    ["a wrong secret", { secret: "guessed" }],
    ["the secret of another community", { secret: "other-secret" }],
    ["a community that is not known", { group_id: 5 }],
  ])("gives no code for %s", async (_, difference) => {
    const answer = await openIntake().vk({ ...confirmation, ...difference });
    expect(problemIn(answer).status).toBe(401);
    expect(answer.body).not.toContain("c0de1234");
  });
});

describe("a call of VK that proves nothing", () => {
  const { secret: _, ...unsigned } = message;

  test.each([
    ["without a secret", unsigned],
    ["with a wrong secret", { ...message, secret: "guessed" }],
    ["with an empty secret", { ...message, secret: "" }],
    ["with null for a secret", { ...message, secret: null }],
    ["with the secret of another community", { ...message, secret: "other-secret" }],
    ["from a community that is not known", { ...message, group_id: 5 }],
    ["that would not be understood, with a wrong secret", { ...message, secret: "guessed", object: {} }],
  ])("is refused %s and nothing of it is kept", async (_, call) => {
    const intake = openIntake();
    expect(problemIn(await intake.vk(call)).status).toBe(401);
    expect(intake.signals.sent).toEqual([]);
    expect(
      await intake.table.read(rejectionKey(rejectionId("vk", String(GROUP), JSON.stringify(call)))),
    ).toBeUndefined();
    expect(intake.counter.total(Metric.SignalRefused)).toBe(1);
  });
});

describe("a citizen's message", () => {
  test.each([
    ["a message, wrapped as it is since 5.103", message, "message:12", "77001"],
    ["a message, bare as it was before", bareMessage, "message:13", "77002"],
    ["a message to a chat, whose own id is 0", chatMessage, "message:2000000017:345", "77003"],
    ["a comment on a wall", wallReply, `wall_reply:-${GROUP}:910`, "77004"],
  ])("becomes one signal: %s", async (_, call, externalId, author) => {
    const intake = openIntake();
    expect(await intake.vk(call)).toMatchObject({ statusCode: 200, body: "ok" });
    const text = "message" in call.object ? call.object.message.text : call.object.text;
    expect(await signalsOf(intake)).toMatchObject([
      { channel: "vk", source: String(GROUP), centre: "fixture", externalId, author: { id: author }, text },
    ]);
    expect(intake.counter.total(Metric.SignalAccepted)).toBe(1);
  });

  test.each([
    ["the same call again", wallReply, wallReply],
    ["the same call under the secret before", wallReply, { ...wallReply, secret: "former" }],
    ["the same comment under another event", wallReply, { ...wallReply, event_id: "another" }],
    ["the same comment in the older form", wallReply, oldReply],
    ["the same message bare", message, { ...message, object: message.object.message }],
    ["the same chat message again", chatMessage, structuredClone(chatMessage)],
  ])("is the same signal however it comes: %s", async (_, call, again) => {
    const intake = openIntake();
    await intake.vk(call);
    intake.clock.advance(18_000);
    expect(await intake.vk(again)).toMatchObject({ statusCode: 200, body: "ok" });
    const [first, second, ...more] = await signalsOf(intake);
    expect(more).toEqual([]);
    expect(second).toEqual({ ...first, receivedAt: intake.clock.now() });
  });

  test("shows its dialogue's number nowhere, for it is the citizen's own, and is told apart by it all the same", async () => {
    const intake = openIntake();
    const { message: inside } = message.object;
    const another = { ...inside, from_id: 77_009, peer_id: 77_009 };
    await intake.vk(message);
    await intake.vk({ ...message, object: { message: another } });
    const [one, other] = intake.sealed();
    expect(JSON.stringify([one, other])).not.toMatch(/7700[19]/);
    expect(one?.id).not.toBe(other?.id);
    expect(one?.citizen).not.toBe(other?.citizen);
  });

  test("is another signal when another message of the same chat has the id 0 too", async () => {
    const intake = openIntake();
    const { object } = chatMessage;
    const next = {
      ...chatMessage,
      object: { ...object, message: { ...object.message, conversation_message_id: 346 } },
    };
    const elsewhere = { ...chatMessage, object: { ...object, message: { ...object.message, peer_id: 2_000_000_018 } } };
    for (const call of [chatMessage, next, elsewhere]) await intake.vk(call);
    expect(new Set((await signalsOf(intake)).map(({ id }) => id)).size).toBe(3);
  });

  test("keeps when it was written, where it was pinned, and what an answer in the same place needs", async () => {
    const intake = openIntake();
    await intake.vk(message);
    await intake.vk(wallReply);
    expect(await signalsOf(intake)).toMatchObject([
      {
        sentAt: message.object.message.date * 1_000,
        receivedAt: intake.clock.now(),
        place: { lat: 56.861, lon: 35.902 },
        thread: { message: "12" },
      },
      { thread: { owner: `-${GROUP}`, post: "640", comment: "910" } },
    ]);
  });

  test.each([
    ["55.75 37.61", { lat: 55.75, lon: 37.61 }],
    ["95 200", undefined],
    ["nowhere", undefined],
    [{ latitude: 95, longitude: 200 }, undefined],
  ])("is taken in with coordinates %j, readable for what works on it next", async (coordinates, place) => {
    const intake = openIntake();
    await intake.vk({ ...wallReply, object: { ...wallReply.object, geo: { type: "point", coordinates } } });
    expect(intake.signals.sent.map((each) => signalMessage.safeParse(each.message).success)).toEqual([true]);
    expect((await signalsOf(intake))[0]?.place).toEqual(place);
  });

  test("is not acknowledged while the queue does not take it, and is the same signal once it does", async () => {
    const intake = openIntake();
    intake.signals.failNext(new Error("the queue is away"));
    const refused = await intake.vk(message);
    expect(problemIn(refused).status).toBe(503);
    expect(refused.body).not.toContain("the queue is away");
    expect(intake.counter.total(Metric.SignalAccepted)).toBe(0);
    expect(await intake.vk(message)).toMatchObject({ statusCode: 200, body: "ok" });
    expect(intake.signals.sent).toHaveLength(1);
  });
});

describe("what is not a citizen's", () => {
  test.each([
    ["the page's own comment", ownReply],
    ["the page's own post", ownPost],
    ["the page's own message", ownMessage],
    ["a type of event that is not read", groupJoin],
    ["a type of event of the future", { ...message, type: "message_of_2030" }],
  ])("is acknowledged, counted and not taken in: %s", async (_, call) => {
    const intake = openIntake();
    expect(await intake.vk(call)).toMatchObject({ statusCode: 200, body: "ok" });
    expect(intake.signals.sent).toEqual([]);
    expect(intake.counter.total(Metric.SignalIgnored)).toBe(1);
    expect(intake.counter.total(Metric.SignalRejected)).toBe(0);
  });
});

describe("a verified call that is not understood", () => {
  const strange = { ...wallReply, object: { ...wallReply.object, text: 7, from_id: "Иван Сидоров" } };
  const rejected = rejectionId("vk", String(GROUP), JSON.stringify(strange));
  const key = rejectionKey(rejected);

  test("is acknowledged and kept once with its body and the fields that are wrong", async () => {
    const intake = openIntake();
    const firstAt = intake.clock.now();
    for (let time = 0; time < 2; time += 1) {
      expect(await intake.vk(strange)).toMatchObject({ statusCode: 200, body: "ok" });
      intake.clock.advance(20_000);
    }
    const kept = await intake.table.read(key);
    expect(kept).toMatchObject({ channel: "vk", source: String(GROUP), at: firstAt });
    const sealed = Buffer.from(String(kept?.["sealed"]), "base64");
    expect(await intake.sealing.sealer.open(sealed, `rejection:${rejected}`)).toBe(JSON.stringify(strange));
    expect(kept?.["reason"]).toMatch(/\/object\/from_id .*\/object\/text /);
    expect(kept?.["reason"]).not.toContain("Сидоров");
    expect(intake.signals.sent).toEqual([]);
    expect(intake.counter.total(Metric.SignalRejected)).toBe(2);
  });

  test("is acknowledged and kept when its secret proves it, whatever its event is called", async () => {
    const intake = openIntake();
    const call = { ...wallReply, event_id: 7 };
    expect(await intake.vk(call)).toMatchObject({ statusCode: 200, body: "ok" });
    expect(await intake.table.read(rejectionKey(rejectionId("vk", String(GROUP), JSON.stringify(call))))).toBeDefined();
    expect(problemIn(await intake.vk({ ...call, secret: "another" })).status).toBe(401);
  });

  test("is kept for people to see when VK sent a warning in place of the object", async () => {
    const intake = openIntake();
    const call = { ...wallReply, object: { warning: "object is too large" } };
    expect(await intake.vk(call)).toMatchObject({ statusCode: 200, body: "ok" });
    expect(await intake.table.read(rejectionKey(rejectionId("vk", String(GROUP), JSON.stringify(call))))).toBeDefined();
  });

  test("is not acknowledged while it cannot be kept", async () => {
    const intake = openIntake();
    intake.table.failNext(new Error("the table is away"));
    expect(problemIn(await intake.vk(strange)).status).toBe(503);
    expect(await intake.vk(strange)).toMatchObject({ body: "ok" });
    expect(await intake.table.read(key)).toBeDefined();
  });
});

describe("a call of the wrong form", () => {
  test.each([
    ["a community that is a text", { ...message, group_id: "219400001" }, ["/group_id"]],
    ["a community that is a fraction", { ...message, group_id: 1.5 }, ["/group_id"]],
    ["a type that is a number and no community", { type: 7, secret: "present" }, ["/type", "/group_id"]],
    ["a secret that is an object", { ...message, secret: {} }, ["/secret"]],
    ["a list", [], [""]],
    ["null", "null", [""]],
  ])("is refused with the fields that are wrong: %s", async (_, call, pointers) => {
    const intake = openIntake();
    const answer = await intake.vk(call);
    expect(problemIn(answer).status).toBe(400);
    expect(pointersIn(answer)).toEqual(pointers);
    expect(intake.signals.sent).toEqual([]);
  });
});
