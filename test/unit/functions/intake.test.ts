import { describe, expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { LARGEST_BODY } from "../../../shared/platform/http.ts";
import { problemIn } from "../../fixtures/http-answer.ts";
import { openIntake } from "../../fixtures/intake.ts";
import message from "../../fixtures/vk/message_new.json" with { type: "json" };

const textsOf = async ({ queued }: ReturnType<typeof openIntake>) => (await queued()).map(({ text }) => text);

/** A call that is so many bytes long. */
const callOf = (bytes: number): string => {
  const call = JSON.stringify({ ...message, padding: "" });
  return call.replace('"padding":""', `"padding":"${"x".repeat(bytes - Buffer.byteLength(call))}"`);
};

/** A call with a byte in its text that no character begins with. */
const notUtf8 = (): Buffer => {
  const bytes = Buffer.from(JSON.stringify(message));
  bytes[bytes.indexOf("огромная")] = 0xff;
  return bytes;
};

describe("a body that cannot be read", () => {
  test.each([
    ["empty", Buffer.from("")],
    ["not JSON", Buffer.from('{"type":"message_new",')],
    ["not UTF-8", notUtf8()],
    ["nested thousands deep", Buffer.from(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)],
    [
      "nested deep inside of what is otherwise right",
      Buffer.from(
        JSON.stringify(message).replace('"attachments":[]', `"attachments":${"[".repeat(40)}${"]".repeat(40)}`),
      ),
    ],
  ])("is refused as malformed: %s", async (_, bytes) => {
    const intake = openIntake();
    expect(problemIn(await intake.vkBytes(bytes))).toMatchObject({ status: 400, detail: expect.any(String) });
    expect(intake.signals.sent).toEqual([]);
    expect(intake.counter.total(Metric.SignalRefused)).toBe(1);
  });

  test("is refused as too large above 256 KiB, and read at exactly that", async () => {
    const intake = openIntake();
    expect(problemIn(await intake.vk(callOf(LARGEST_BODY + 1))).status).toBe(413);
    expect(intake.signals.sent).toEqual([]);
    expect(await intake.vk(callOf(LARGEST_BODY))).toMatchObject({ body: "ok" });
  });

  test("is measured in bytes and not in letters", async () => {
    const letters = JSON.stringify({ ...message, padding: "ж".repeat(LARGEST_BODY / 2) });
    expect(letters.length).toBeLessThan(LARGEST_BODY);
    expect(problemIn(await openIntake().vk(letters)).status).toBe(413);
  });
});

describe("a body that only looks dangerous", () => {
  test("is read from the base64 that a gateway makes of it", async () => {
    const intake = openIntake();
    expect(await intake.vkBytes(Buffer.from(JSON.stringify(message)))).toMatchObject({ body: "ok" });
    expect(await textsOf(intake)).toEqual([message.object.message.text]);
  });

  test("is read when its brackets stand in the citizen's words", async () => {
    const intake = openIntake();
    const text = `\\"${"[{".repeat(50)} \\`;
    await intake.vk({ ...message, object: { message: { ...message.object.message, text } } });
    expect(await textsOf(intake)).toEqual([text]);
  });

  test.each([
    ["half a character", "\\ud83d"],
    ["a sign that is no character", "\\uffff"],
    ["a sign that is no character, as it stands", "\ufffe"],
  ])(
    "is taken in with the sign for a lost character in place of %s, which no queue or table takes",
    async (_, sign) => {
      const intake = openIntake();
      expect(await intake.vk(JSON.stringify(message).replace("огромная", sign))).toMatchObject({ body: "ok" });
      expect(await textsOf(intake)).toEqual([message.object.message.text.replace("огромная", "\ufffd")]);
    },
  );
});

test.each([
  ["POST /webhooks/{channel}", { channel: "pigeon" }],
  ["POST /webhooks/{channel}", undefined],
  ["GET /signals", undefined],
])("nothing answers at an address without a channel: %s %j", async (routeKey, pathParameters) => {
  const { answer } = openIntake();
  const given = await answer({
    routeKey,
    headers: {},
    body: JSON.stringify(message),
    isBase64Encoded: false,
    ...(pathParameters === undefined ? {} : { pathParameters }),
  });
  expect(problemIn(given).status).toBe(404);
});

describe("what waits on the queue or among the rejections", () => {
  const person = { name: "Клавдия Вымышленная", contact: "+7 900 000-41-17" };
  const readable = /Клавдия|900 000|41-17|Выдуманная|7700411/;

  test("holds nothing readable of who wrote it, what they wrote and where they are", async () => {
    const intake = openIntake();
    const place = { lat: 52.6, lon: 39.6, address: "Выдуманная улица, 8" };
    const posted = await intake.post({ text: `Я ${person.name}, звоните`, author: person, place }, "key-1");
    expect(posted.statusCode).toBe(202);
    await intake.vk({ ...message, object: { message: { ...message.object.message, from_id: 7_700_411 } } });
    await intake.vk({ ...message, object: { message: { from_id: person.name } } });
    expect(intake.signals.sent).toHaveLength(2);
    expect(JSON.stringify([intake.signals.sent, intake.counter, intake.log.lines])).not.toMatch(readable);
    expect(await intake.queued()).toMatchObject([{ author: person, place }, { author: { id: "7700411" } }]);
  });

  test("has the same pseudonym for the same contact, however it is written, and none for nobody", async () => {
    const intake = openIntake();
    await intake.post({ text: "Яма", author: { contact: "Anna@example.org" } }, "key-1");
    await intake.post({ text: "Фонарь", author: { contact: " anna@example.org" } }, "key-2");
    await intake.post({ text: "Лифт", author: { name: "Анна" } }, "key-3");
    await intake.post({ text: "Вода" }, "key-4");
    await intake.post({ text: "Свет", author: { contact: " " } }, "key-5");
    await intake.post({ text: "Газ", author: { contact: " " } }, "key-6");
    const [one, same, other, nobody, blank, blankToo] = intake.sealed().map(({ citizen }) => citizen);
    expect(one).toBeDefined();
    expect(same).toBe(one);
    expect(other).not.toBe(one);
    expect(nobody).toBeUndefined();
    expect(blankToo).not.toBe(blank);
  });

  test("is not acknowledged while it cannot be sealed", async () => {
    const intake = openIntake();
    intake.keys.failNext(new Error("the keeper of keys is away"));
    expect(problemIn(await intake.vk(message)).status).toBe(503);
    expect(intake.signals.sent).toEqual([]);
    expect(await intake.vk(message)).toMatchObject({ body: "ok" });
  });
});

test("what is written down of a failure holds neither a citizen's words nor a secret", async () => {
  const intake = openIntake();
  intake.signals.failNext(new Error(JSON.stringify(message)));
  await intake.vk(message);
  expect(intake.log.lines).toHaveLength(1);
  expect(intake.log.lines.join()).not.toMatch(/яма|present/);
});
