import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { maskingAssistant } from "../../../shared/platform/assistant.ts";
import type { HttpAnswer } from "../../../shared/platform/http.ts";
import { bedrockModel } from "../../../shared/platform/bedrock.ts";
import { type BedrockApi, startBedrockApi } from "../../doubles/bedrock-api.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import { openApiRoom, staff } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal } from "../../fixtures/centre.ts";
import { decide } from "../../fixtures/decide.ts";
import { problemIn } from "../../fixtures/http-answer.ts";

const MODEL = "anthropic.claude-3-haiku-20240307-v1:0";
let bedrock: BedrockApi;

beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_REGION", "local-1");
  bedrock = await startBedrockApi();
});
beforeEach(() => bedrock.behave("answers"));
afterAll(async () => {
  vi.unstubAllEnvs();
  await bedrock.close();
});

/** A matter with a telephone in it, and an answer that was published. */
const openRoom = async (patienceMilliseconds = 5_000) => {
  const log = recordingLog();
  const model = bedrockModel(MODEL, bedrock.url);
  const room = openApiRoom(fixtureCentre, maskingAssistant({ model, log, patienceMilliseconds }));
  const { author: _, ...signal } = fixtureSignal({ text: "Яма у дома, звоните +7 912 345-67-89" });
  const answer = { name: "answer", text: "Бригада выехала.", replyId: "r1" } as const;
  const answered = decide(fixtureIncident({ signal }), answer, "olga", room.clock.now());
  if (answered.kind !== "changed") throw new Error("It can be answered.");
  await room.incidents.open({ ...answered.incident, version: 1 });
  return { ...room, log, id: signal.id };
};

const bodyOf = ({ statusCode, body }: HttpAnswer): unknown => {
  expect(statusCode).toBe(200);
  return JSON.parse(body ?? "");
};

test("a draft is shown to the operator; who asked stands in the history, and not what it says", async () => {
  const room = await openRoom();
  const before = await room.incidents.read(room.id);
  expect(bodyOf(await room.suggestReply(room.id))).toEqual({
    outcome: "suggested",
    text: "Здравствуйте! Яму засыплют.",
  });
  expect(bodyOf(await room.summary(room.id))).toMatchObject({ outcome: "suggested" });
  const { version, carried: _, history, ...after } = (await room.incidents.read(room.id)) ?? fixtureIncident();
  expect({ ...before, ...after }).toEqual(before);
  const asked = { version: 2, at: room.clock.now(), who: "operator-1", what: "reply-suggested" };
  expect([version, history]).toEqual([2, [...(before?.history ?? []), asked]]);
});

test("who has read the incident before they asked for a draft may answer it without reading it again", async () => {
  const room = await openRoom();
  await room.suggestReply(room.id);
  const closed = await room.command(room.id, "close", { ifMatch: '"1"', body: { why: "Сделано" } });
  expect(closed.statusCode).toBe(200);
});

test("the model reads the thread without what names a person", async () => {
  const room = await openRoom();
  await room.suggestReply(room.id);
  const { model, text } = bedrock.asked.at(-1) ?? { model: "", text: "" };
  expect(model).toBe(MODEL);
  expect(text).toContain("Житель: Яма у дома, звоните [телефон]\n\nЦентр: Бригада выехала.");
  expect(text).not.toMatch(/912|345-67/);
});

test.each([
  ["throttles", "ThrottlingException"],
  ["says-nothing", "nothing-said"],
  ["hangs", "time-limit"],
] as const)("a model that %s holds nobody up, and is said to be not available", async (how, why) => {
  const room = await openRoom(how === "hangs" ? 200 : 5_000);
  bedrock.behave(how);
  expect(bodyOf(await room.suggestReply(room.id))).toEqual({ outcome: "not-available", why });
  expect(room.log.lines.join()).not.toMatch(/Яма|912/);
});

test("only who writes replies may ask, and only for what they see", async () => {
  const room = await openRoom();
  const asked = bedrock.asked.length;
  expect(problemIn(await room.suggestReply(room.id, staff("auditor")))).toMatchObject({ status: 403 });
  const elsewhere = staff("operator", { "custom:centre": "other" });
  expect(problemIn(await room.summary(room.id, elsewhere))).toMatchObject({ status: 404 });
  expect(bedrock.asked.length).toBe(asked);
});

test("where no model is switched on, nobody is asked and that is said", async () => {
  const room = openApiRoom();
  await room.incidents.open(fixtureIncident());
  for (const answer of [await room.summary(fixtureIncident().id), await room.suggestReply(fixtureIncident().id)])
    expect(problemIn(answer)).toMatchObject({ status: 404, detail: expect.stringContaining("No language model") });
});
