import { describe, expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { LARGEST_BODY } from "../../../shared/platform/http.ts";
import { maxSender } from "../../doubles/platforms/max/sender.ts";
import { okSender } from "../../doubles/platforms/ok/sender.ts";
import { telegramSender } from "../../doubles/platforms/telegram/sender.ts";
import type { PlatformCall } from "../../doubles/platforms/webhooks.ts";
import { problemIn } from "../../fixtures/http-answer.ts";
import { openIntake } from "../../fixtures/intake.ts";

const ok = okSender({ path: "ok-present" });
const max = maxSender({ secret: "max-present" });
const telegram = telegramSender({ secret: "telegram-present" });

const at = 1_773_122_400;
const okCall = ok.call(ok.message(1, "Яма у школы"));
const maxCall = max.call(max.message("created", { mid: "mid.1", text: "Яма у школы", at: at * 1_000 }));
const telegramCall = telegram.call(telegram.message({ id: 5, text: "Яма у школы", date: at }));
const calls: readonly (readonly [string, PlatformCall])[] = [
  ["Odnoklassniki", okCall],
  ["MAX", maxCall],
  ["Telegram", telegramCall],
];

/** The same call under another proof. */
const under = (call: PlatformCall, proof: string): PlatformCall => ({
  ...call,
  path: call.path.replace("ok-present", proof),
  headers: Object.fromEntries(
    Object.entries(call.headers).map(([name, value]) => [name, value.includes("present") ? proof : value]),
  ),
});

describe.each(calls)("a call of %s", (_, call) => {
  test("is taken in and acknowledged with a small body", async () => {
    const intake = openIntake();
    const { statusCode, body = "" } = await intake.receive(call);
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toEqual(expect.any(Object));
    expect(body.length).toBeLessThan(50);
    expect(await intake.queued()).toMatchObject([{ text: "Яма у школы", centre: "fixture" }]);
  });

  test("is taken in under the secret before, while one takes the place of the other", async () => {
    const proof = call.path.startsWith("/webhooks/ok") ? "ok-former" : `${call.path.slice("/webhooks/".length)}-former`;
    const intake = openIntake();
    expect((await intake.receive(under(call, proof))).statusCode).toBe(200);
    expect(intake.signals.sent).toHaveLength(1);
  });

  test.each(["guessed", "", "present", "undefined"])(
    "is refused under the secret %j, whatever it says",
    async (proof) => {
      const intake = openIntake();
      for (const body of [call.body, "{", "[]"])
        expect(problemIn(await intake.receive({ ...under(call, proof), body })).status).toBe(401);
      expect(intake.signals.sent).toEqual([]);
      expect(intake.counter.total(Metric.SignalRefused)).toBe(3);
      expect(intake.counter.total(Metric.SignalRejected)).toBe(0);
    },
  );

  test("is refused without any secret", async () => {
    const bare = { ...call, headers: {}, path: call.path.replace("/ok-present", "") };
    expect(problemIn(await openIntake().receive(bare)).status).toBe(401);
  });

  test("is refused as too large above 256 KiB, and as malformed when it is not JSON", async () => {
    const intake = openIntake();
    const large = { ...call, body: JSON.stringify({ padding: "x".repeat(LARGEST_BODY) }) };
    expect(problemIn(await intake.receive(large)).status).toBe(413);
    expect(problemIn(await intake.receive({ ...call, body: call.body.slice(1) })).status).toBe(400);
    expect(intake.signals.sent).toEqual([]);
    expect(intake.counter.total(Metric.SignalRejected)).toBe(0);
  });

  test.each(["[]", "null", "7", '"a text"'])(
    "is acknowledged and kept for people when it is %s and proved",
    async (body) => {
      const intake = openIntake();
      expect((await intake.receive({ ...call, body })).statusCode).toBe(200);
      expect(intake.signals.sent).toEqual([]);
      expect(intake.counter.total(Metric.SignalRejected)).toBe(1);
    },
  );

  test("is not acknowledged while the queue does not take it", async () => {
    const intake = openIntake();
    intake.signals.failNext(new Error("the queue is away"));
    expect(problemIn(await intake.receive(call)).status).toBe(503);
    expect((await intake.receive(call)).statusCode).toBe(200);
  });

  test("is answered at its own address alone", async () => {
    const elsewhere = { ...call, path: call.path.replace(/\/webhooks\/\w+/, "/webhooks/pigeon") };
    expect(problemIn(await openIntake().receive(elsewhere)).status).toBe(404);
  });
});

test("a new secret serves at once: the call that is refused makes the secrets be read again", async () => {
  const intake = openIntake();
  const entry = { id: "new", token: "unused", centre: "fixture" };
  intake.changeSecrets({
    ok: [{ ...entry, path: "ok-new" }],
    max: [{ ...entry, secret: "max-new" }],
    telegram: [{ ...entry, secret: "telegram-new" }],
  });
  for (const [, call] of calls) {
    const proof = `${call.path.split("/")[2]}-new`;
    expect((await intake.receive(under(call, proof))).statusCode).toBe(200);
  }
  expect((await intake.queued()).map(({ source }) => source)).toEqual(["new", "new", "new"]);
});

test("a path behind the name of a channel that has none leads nowhere", async () => {
  const intake = openIntake();
  expect(problemIn(await intake.receive({ ...maxCall, path: "/webhooks/max/ok-present" })).status).toBe(404);
});

test("Telegram is not there until it is switched on", async () => {
  const intake = openIntake({ telegram: "off" });
  expect(problemIn(await intake.receive(telegramCall)).status).toBe(404);
  expect(intake.signals.sent).toEqual([]);
});

describe("a group of Odnoklassniki with networks of its own", () => {
  const walled = okSender({ path: "walled" });
  const call = walled.call(walled.message(1, "Яма"));

  test.each(["217.20.145.192", "217.20.145.207", "::ffff:217.20.145.200", "2001:db8::7"])(
    "is heard from %s",
    async (address) => {
      expect((await openIntake().receive(call, address)).statusCode).toBe(200);
    },
  );

  test.each(["217.20.145.191", "217.20.145.208", "127.0.0.1", "2001:db9::1", "", "unknown"])(
    "is not heard from %j",
    async (address) => {
      const intake = openIntake();
      expect(problemIn(await intake.receive(call, address)).status).toBe(401);
      expect(intake.signals.sent).toEqual([]);
    },
  );
});
