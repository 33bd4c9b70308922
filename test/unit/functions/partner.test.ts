import { describe, expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { acceptedSignal } from "../../../shared/contracts/partner-signal.ts";
import { signalMessage } from "../../../shared/contracts/signal-message.ts";
import type { HttpAnswer } from "../../../shared/platform/http.ts";
import { pointersIn, problemIn } from "../../fixtures/http-answer.ts";
import { openIntake } from "../../fixtures/intake.ts";

const body = { text: "Во дворе на Речной, 4 не горит фонарь" };

const idIn = (answer: HttpAnswer): string => {
  expect(answer.statusCode).toBe(202);
  return acceptedSignal.parse(JSON.parse(answer.body ?? "")).signalId;
};

const signalsOf = ({ queued }: ReturnType<typeof openIntake>) => queued();

describe("a partner's message", () => {
  test("is taken in whole, for the partner's centre, and answered with the id of its signal", async () => {
    const intake = openIntake();
    const whole = {
      ...body,
      externalId: "portal-17",
      author: { name: "Анна", contact: "anna@example.org" },
      place: { lat: 56.8, lon: 35.9, address: "Речная, 4" },
      page: "portal.example.org",
      sentAt: "2026-03-02T11:58:00+03:00",
    };
    const id = idIn(await intake.post(whole, "key-1"));
    expect(await signalsOf(intake)).toMatchObject([
      {
        id,
        centre: "fixture",
        channel: "partner",
        source: "portal",
        externalId: "portal-17",
        text: whole.text,
        author: whole.author,
        place: whole.place,
        page: whole.page,
        sentAt: Date.parse(whole.sentAt),
        receivedAt: intake.clock.now(),
      },
    ]);
    expect(intake.counter.total(Metric.SignalAccepted)).toBe(1);
  });

  test("goes to the default centre when its partner names none", async () => {
    const intake = openIntake();
    idIn(await intake.post(body, "key-1", { authorization: "Bearer second-key" }));
    expect(await signalsOf(intake)).toMatchObject([{ centre: "lipetsk", source: "1" }]);
  });

  test("is another signal than the same message of another partner", async () => {
    const intake = openIntake();
    const ours = idIn(await intake.post(body, "key-1"));
    expect(idIn(await intake.post(body, "key-1", { authorization: "Bearer second-key" }))).not.toBe(ours);
  });

  test.each(["1969-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])(
    "sent at %s is either refused by name or readable for what works on it next",
    async (sentAt) => {
      const intake = openIntake();
      const answer = await intake.post({ ...body, sentAt }, "key-1");
      if (answer.statusCode !== 202) expect(pointersIn(answer)).toEqual(["/sentAt"]);
      const readable = intake.signals.sent.map(({ message }) => signalMessage.safeParse(message).success);
      expect(readable).toEqual(answer.statusCode === 202 ? [true] : []);
    },
  );
});

describe("a field that cannot be meant", () => {
  const tomorrow = "2026-03-03T12:00:01+03:00";
  test.each([
    ["half of a point", { place: { lat: 56.8, address: "Речная, 4" } }, "/place/lon"],
    ["the other half of a point", { place: { lon: 35.9 } }, "/place/lat"],
    ["a day that has not come", { sentAt: tomorrow }, "/sentAt"],
  ])("is refused by name: %s", async (_, fields, pointer) => {
    const intake = openIntake();
    const answer = await intake.post({ ...body, ...fields }, "key-1");
    expect(problemIn(answer).status).toBe(400);
    expect(pointersIn(answer)).toEqual([pointer]);
    expect(intake.signals.sent).toEqual([]);
  });

  test("may be the partner's centre, which has no data: the message is asked for again", async () => {
    const intake = openIntake();
    intake.forgetCentre();
    expect(problemIn(await intake.post(body, "key-1")).status).toBe(503);
    expect(intake.signals.sent).toEqual([]);
    expect(intake.log.lines).toEqual([expect.stringContaining('"error":"UnknownCentre"')]);
  });

  test("does not burn the key", async () => {
    const intake = openIntake();
    await intake.post({ ...body, sentAt: tomorrow }, "key-1");
    idIn(await intake.post(body, "key-1"));
  });
});

describe("the same key", () => {
  test("with the same body gets the same answer for the same signal, however much later", async () => {
    const intake = openIntake();
    const first = await intake.post(body, "key-1");
    intake.clock.advance(3_600_000);
    expect(await intake.post(body, "key-1")).toEqual(first);
    const [sent, again] = await signalsOf(intake);
    expect(again).toEqual(sent);
  });

  test("with the same body gets the same answer when the queue failed the first time", async () => {
    const intake = openIntake();
    intake.signals.failNext(new Error("the queue is away"));
    const receivedAt = intake.clock.now();
    expect(problemIn(await intake.post(body, "key-1")).status).toBe(503);
    intake.clock.advance(5_000);
    const id = idIn(await intake.post(body, "key-1"));
    expect(await signalsOf(intake)).toMatchObject([{ id, receivedAt }]);
  });

  test("is not burnt when it could not be remembered", async () => {
    const intake = openIntake();
    intake.table.failNext(new Error("the table is away"));
    expect(problemIn(await intake.post(body, "key-1")).status).toBe(503);
    expect(intake.signals.sent).toEqual([]);
    idIn(await intake.post({ text: "Другой текст" }, "key-1"));
  });

  test("is the same with the fields in another order", async () => {
    const intake = openIntake();
    const first = await intake.post('{"text":"Яма","externalId":"7"}', "key-1");
    expect(await intake.post('{"externalId": "7", "text": "Яма"}', "key-1")).toEqual(first);
  });

  test("with another body is refused and the message is not taken in", async () => {
    const intake = openIntake();
    await intake.post(body, "key-1");
    expect(problemIn(await intake.post({ text: "Другой текст" }, "key-1")).status).toBe(422);
    expect(intake.signals.sent).toHaveLength(1);
  });

  test("of another partner is another key", async () => {
    const intake = openIntake();
    await intake.post(body, "key-1");
    idIn(await intake.post({ text: "Другой текст" }, "key-1", { authorization: "Bearer second-key" }));
  });
});

describe("another key", () => {
  test("is another message when neither names an id of its own", async () => {
    const intake = openIntake();
    expect(idIn(await intake.post(body, "key-2"))).not.toBe(idIn(await intake.post(body, "key-1")));
  });

  test("is another wording of the same message when both name the same id", async () => {
    const intake = openIntake();
    const first = idIn(await intake.post({ ...body, externalId: "17" }, "key-1"));
    expect(idIn(await intake.post({ text: "Фонарей нет вовсе", externalId: "17" }, "key-2"))).toBe(first);
    expect(new Set((await signalsOf(intake)).map(({ wording }) => wording)).size).toBe(2);
  });
});

describe("a message that is not taken in", () => {
  test.each([
    ["", "an empty one"],
    ["Bearer ", "no key"],
    ["Bearer guessed", "a wrong key"],
    ["portal-key", "no scheme"],
    ["Basic portal-key", "another scheme"],
  ])("has the authorization %j: %s", async (authorization) => {
    const intake = openIntake();
    expect(problemIn(await intake.post(body, "key-1", { authorization })).status).toBe(401);
    expect(problemIn(await intake.post("{", "key-1", { authorization })).status).toBe(401);
    expect(intake.signals.sent).toEqual([]);
    expect(intake.counter.total(Metric.SignalRefused)).toBe(2);
  });

  test.each(["", "k".repeat(201)])(
    "has no idempotency key or too long a one, and is told so by name: %#",
    async (key) => {
      const intake = openIntake();
      const answer = await intake.post(body, key);
      expect(problemIn(answer).status).toBe(400);
      expect(pointersIn(answer)).toEqual(["/headers/Idempotency-Key"]);
      expect(intake.signals.sent).toEqual([]);
    },
  );

  test.each([
    [{}, ["/text"]],
    [{ text: "   " }, ["/text"]],
    [{ text: "я".repeat(20_001) }, ["/text"]],
    [{ text: 7, sentAt: "yesterday" }, ["/text", "/sentAt"]],
    [{ ...body, sentAt: "2026-03-02T11:58:00" }, ["/sentAt"]],
    [{ ...body, place: { lat: 91, lon: "east" } }, ["/place/lat", "/place/lon"]],
    [{ ...body, author: { name: ["Анна"] } }, ["/author/name"]],
    [{ ...body, externalId: "" }, ["/externalId"]],
    [[body], [""]],
  ])("has wrong fields, and is told each by its pointer: %#", async (wrong, pointers) => {
    const intake = openIntake();
    const answer = await intake.post(wrong, "key-1");
    expect(problemIn(answer).status).toBe(400);
    expect(pointersIn(answer)).toEqual(pointers);
    expect(intake.signals.sent).toEqual([]);
    // The key is still free for the mended message.
    idIn(await intake.post(body, "key-1"));
  });
});
