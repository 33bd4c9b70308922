import type { SQSRecord } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findWayBack } from "../../../functions/reply/find-way-back.ts";
import { pacing } from "../../../functions/reply/pacing.ts";
import { type SendParts, sendReply } from "../../../functions/reply/send-reply.ts";
import { workOff } from "../../../functions/reply/work-off.ts";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { pageOf, type ReplyMessage } from "../../../shared/contracts/reply-message.ts";
import { secrets } from "../../../shared/contracts/secrets.ts";
import { signalId } from "../../../shared/domain/ids.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import { handOvers, nextHandOver } from "../../../shared/domain/incident/hand-over.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import type { KeptSignal } from "../../../shared/domain/signal/signal.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import { sendMail } from "../../../shared/platform/mail.ts";
import { sealIdentity } from "../../../shared/platform/sealed-identity.ts";
import { envelopeSealer } from "../../../shared/platform/sealing.ts";
import type { Incidents } from "../../../shared/store/ports.ts";
import { handClock } from "../../doubles/hand-clock.ts";
import { memoryDeadLetters } from "../../doubles/memory-dead-letters.ts";
import { memoryIdentities } from "../../doubles/memory-identities.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryKeys } from "../../doubles/memory-keys.ts";
import { type MaxApi, startMaxApi } from "../../doubles/platforms/max/api.ts";
import { startVkApi, type VkApi } from "../../doubles/platforms/vk/api.ts";
import { recordingCounter } from "../../doubles/recording-counter.ts";
import { recordingLog } from "../../doubles/recording-log.ts";
import { type SmtpServer, startSmtpServer, textOf } from "../../doubles/smtp-server.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";
import { decide } from "../../fixtures/decide.ts";
import { sqsEvent, sqsRecord } from "../../fixtures/sqs-event.ts";

const token = "a-token";
const TEXT = "Яму засыпали.";
let vk: VkApi;
let max: MaxApi;
let mail: SmtpServer;
beforeAll(async () => {
  [vk, max, mail] = await Promise.all([startVkApi({ token, group: "123" }), startMaxApi({ token }), startSmtpServer()]);
});
afterAll(() => Promise.all([vk.close(), max.close(), mail.close()]));

const comment = (post: string) => ({ kind: "wall", owner: "-123", post, comment: "9" });

interface Answered {
  readonly incident: Incident;
  readonly message: ReplyMessage;
}

const openRoom = (store: (stored: Incidents) => Incidents = (stored) => stored, mailServer = "ours") => {
  const clock = handClock();
  const counter = recordingCounter();
  const log = recordingLog();
  const stored = memoryIncidents();
  const incidents = store(stored);
  const identities = memoryIdentities();
  const sealer = envelopeSealer(memoryKeys(), clock.now);
  const known = secrets.parse({
    vk: [{ groupId: 123, secret: "s", confirmation: "c", token, api: vk.url }],
    max: [{ secret: "s", token, api: max.url }],
    ...(mailServer === "none" ? {} : { smtp: { url: mail.url, from: "answers@centre.example" } }),
  });
  const parts: SendParts = {
    incidents,
    identities,
    sealer,
    secrets: async () => known,
    findWayBack,
    telegram: "on",
    centre: async () => fixtureCentre(),
    pacing: pacing({ age: clock.now, now: clock.now, wait: async (milliseconds) => clock.advance(milliseconds) }),
    now: clock.now,
    counter,
    log,
  };
  return {
    clock,
    counter,
    log,
    stored,
    send: sendReply(parts),
    work: workOff({ ...parts, deadLetters: memoryDeadLetters() }),
    read: async (id: string) => {
      const incident = await stored.read(id);
      if (incident === undefined) throw new Error("The incident of the test is gone.");
      return {
        incident,
        state: incident.replies[0]?.deliveries[0]?.state,
        why: incident.replies[0]?.deliveries[0]?.why,
      };
    },
    /** An incident with a published answer, and the message that hands it over. */
    answer: async (
      externalId: string,
      signal: Partial<KeptSignal>,
      author?: string,
      contact?: string,
    ): Promise<Answered> => {
      const { author: _, ...written } = fixtureSignal({ externalId });
      const { channel = written.channel, source = written.source } = signal;
      const id = signalId(channel, source, externalId);
      const citizen = author === undefined ? {} : { citizen: `citizen-${author}` };
      if (author !== undefined)
        await identities.keep({
          citizen: `citizen-${author}`,
          sealed: await sealIdentity(sealer, `citizen-${author}`, {
            id: author,
            ...(contact === undefined ? {} : { contact }),
            centre: "fixture",
            channel,
            source,
          }),
          signalId: id,
          keptUntil: clock.now() + DAY,
        });
      const opened = fixtureIncident({ signal: { ...written, ...signal, ...citizen, id } });
      const decision = decide(opened, { name: "answer", text: TEXT, replyId: `reply-${id}` }, "olga", clock.now());
      if (decision.kind !== "changed") throw new Error("It can be answered.");
      await stored.open(decision.incident);
      const [first] = handOvers(decision.incident.replies);
      if (first === undefined) throw new Error("Nothing is to be sent.");
      return { incident: decision.incident, message: { schemaVersion: 1, incidentId: opened.id, ...first } };
    },
  };
};

/** The incident once its next moment has come and been claimed; as it is when nothing is to come. */
const claimedAt = async ({ clock, stored }: ReturnType<typeof openRoom>, incident: Incident): Promise<Incident> => {
  const next = nextHandOver(incident.replies);
  if (next === undefined) return incident;
  clock.set(next);
  const claimed = claimStages(incident, next)?.incident ?? incident;
  await stored.replace(claimed);
  return claimed;
};

const record = (message: ReplyMessage): SQSRecord => {
  const given = sqsRecord(message);
  return { ...given, attributes: { ...given.attributes, MessageGroupId: pageOf(message) } };
};
const plenty = { getRemainingTimeInMillis: () => 120_000 };

/** A store that fails to write once the platform was called. */
const forgetful = (stored: Incidents): Incidents => ({
  ...stored,
  replace: async (incident) => {
    const state = incident.replies[0]?.deliveries[0]?.state;
    if (state !== "sending") throw new Error("DynamoDB is away");
    return stored.replace(incident);
  },
});

describe("a reply", () => {
  test("is sent once, however often it is handed over", async () => {
    const room = openRoom();
    const { incident, message } = await room.answer("one", { thread: comment("101") });
    await room.send(message);
    await room.send(message);
    expect(vk.shown.filter(({ where }) => where === "post 101")).toEqual([
      { where: "post 101", answers: "9", text: TEXT },
    ]);
    expect(await room.read(incident.id)).toMatchObject({ state: "sent", incident: { state: "answered" } });
    expect(room.counter.total(Metric.ReplySent)).toBe(1);
  });

  test("into a dialogue goes to its author, and that they were looked up stands in the history", async () => {
    const room = openRoom();
    const { incident, message } = await room.answer("two", { thread: { kind: "message", message: "4" } }, "502");
    await room.send(message);
    expect(vk.shown.at(-1)).toEqual({ where: "dialogue 502", text: TEXT });
    const { history } = (await room.read(incident.id)).incident;
    expect(history.filter(({ what }) => what === "author-read")).toMatchObject([{ who: "otklik", why: /^reply / }]);
    expect(room.log.lines.join()).not.toMatch(/502|засыпали|a-token/);
  });

  test("into a dialogue of somebody who is no longer known is left to a person", async () => {
    const room = openRoom();
    const { incident, message } = await room.answer("three", { thread: { kind: "message", message: "4" } });
    await room.send(message);
    expect(await room.read(incident.id)).toMatchObject({ state: "by-hand", why: "author-unknown" });
  });

  test("that was sent, and whose outcome was lost, is not shown twice where the platform knows a repeat", async () => {
    const room = openRoom(forgetful);
    const { incident, message } = await room.answer("four", { thread: comment("104") });
    await expect(room.send(message)).rejects.toThrow("DynamoDB is away");
    expect((await room.read(incident.id)).state).toBe("sending");
    const again = openRoom(() => room.stored);
    await again.send(message);
    expect((await room.read(incident.id)).state).toBe("sent");
    expect(vk.shown.filter(({ where }) => where === "post 104")).toHaveLength(1);
  });

  test("that was sent, and whose outcome was lost, is left to a person where it does not", async () => {
    const room = openRoom(forgetful);
    const place = { channel: "max", source: "0", thread: { kind: "message", chat: "-105", message: "m" } } as const;
    const { incident, message } = await room.answer("five", place);
    await expect(room.send(message)).rejects.toThrow("DynamoDB is away");
    const again = openRoom(() => room.stored);
    await again.send(message);
    expect(await room.read(incident.id)).toMatchObject({ state: "unknown", why: "interrupted" });
    expect(max.shown.filter(({ where }) => where === "chat -105")).toHaveLength(1);
    expect(again.counter.total(Metric.ReplyFailed)).toBe(1);
  });

  test("to a page that has to wait leaves the page alone, and every other page goes on", async () => {
    const room = openRoom();
    const first = await room.answer("six", { thread: comment("106") });
    const second = await room.answer("seven", { thread: comment("107") });
    const elsewhere = await room.answer("eight", {
      channel: "max",
      source: "0",
      thread: { kind: "message", chat: "-108", message: "m" },
    });
    vk.answerNext({ status: 429, json: {}, headers: { "retry-after": "120" } });
    const calls = vk.calls.length;
    const answer = await room.work(
      sqsEvent(record(first.message), record(second.message), record(elsewhere.message)),
      plenty,
    );
    expect(answer.batchItemFailures).toEqual([]);
    expect(vk.calls.length - calls).toBe(1);
    expect(await room.read(first.incident.id)).toMatchObject({ state: "waiting", why: "http 429" });
    expect(await room.read(second.incident.id)).toMatchObject({ state: "waiting", why: "page-busy" });
    expect((await room.read(elsewhere.incident.id)).state).toBe("sent");
  });

  test("that finds its platform away all day is tried a dozen times, and is then a person's", async () => {
    const room = openRoom();
    const { incident, message } = await room.answer("away", { thread: comment("111") });
    for (let given: ReplyMessage | undefined = message; given !== undefined; ) {
      vk.answerNext({ status: 503, json: {} });
      await room.send(given);
      const parked = (await room.read(incident.id)).incident;
      const [next] = handOvers((await claimedAt(room, parked)).replies);
      given = next === undefined ? undefined : { ...message, ...next };
    }
    vk.forgetCues();
    const after = await room.read(incident.id);
    expect(after).toMatchObject({ state: "failed", why: "tried-for-a-day http 503" });
    expect(after.incident.version - incident.version).toBeLessThanOrEqual(30);
    expect(room.clock.now() - MONDAY_NOON).toBeLessThan(DAY + 5 * HOUR);
  });

  test("is not called for four minutes when it has taken two calls and answered neither", {
    timeout: 30_000,
  }, async () => {
    const room = openRoom();
    const release = vk.holdAnswers();
    const calls = vk.calls.length;
    for (const number of [1, 2, 3]) {
      const { incident, message } = await room.answer(`slow-${number}`, { thread: comment(`12${number}`) });
      await room.send(message);
      const why = number < 3 ? "no-answer no answer in time" : "page-busy";
      expect(await room.read(incident.id)).toMatchObject({ state: "waiting", why });
    }
    release();
    expect(vk.calls.length - calls).toBe(2);
    room.clock.advance(4 * MINUTE);
    const { incident, message } = await room.answer("slow-4", { thread: comment("124") });
    await room.send(message);
    expect((await room.read(incident.id)).state).toBe("sent");
  });

  test("that cannot be read or written down comes again with all that follow it on its page", async () => {
    const failing = new Set<string>();
    const room = openRoom((stored) => ({
      ...stored,
      read: async (id) => {
        if (failing.has(id)) throw new Error("DynamoDB is away");
        return stored.read(id);
      },
    }));
    const first = await room.answer("nine", { thread: comment("109") });
    const second = await room.answer("ten", { thread: comment("110") });
    failing.add(first.incident.id);
    const records = [record(first.message), record(second.message)];
    const { batchItemFailures } = await room.work(sqsEvent(...records), plenty);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(
      records.map(({ messageId }) => messageId),
    );
    expect((await room.read(second.incident.id)).state).toBe("waiting");
  });

  test("is not begun when there is no time to see its end", async () => {
    const room = openRoom();
    const { incident, message } = await room.answer("eleven", { thread: comment("111") });
    const { batchItemFailures } = await room.work(sqsEvent(record(message)), { getRemainingTimeInMillis: () => 5_000 });
    expect(batchItemFailures).toHaveLength(1);
    expect((await room.read(incident.id)).state).toBe("waiting");
  });

  test("that nobody can read any more is not sent", async () => {
    const room = openRoom();
    const { incident, message } = await room.answer("twelve", { thread: comment("112") });
    const { version, signal } = incident;
    await room.stored.replace({ ...incident, version: version + 1, signal: { ...signal, erased: true } });
    await room.send(message);
    expect(await room.read(incident.id)).toMatchObject({ state: "not-possible", why: "erased" });
    expect(vk.shown.some(({ where }) => where === "post 112")).toBe(false);
  });

  test("that meets a captcha is a person's, and the page's others wait instead of asking for another", async () => {
    const room = openRoom();
    const first = await room.answer("fourteen", { thread: comment("114") });
    const second = await room.answer("fifteen", { thread: comment("115") });
    vk.answerNext({ status: 200, json: { error: { error_code: 14 } } });
    const calls = vk.calls.length;
    await room.send(first.message);
    await room.send(second.message);
    expect(vk.calls.length - calls).toBe(1);
    expect(await room.read(first.incident.id)).toMatchObject({ state: "failed", why: "captcha 14" });
    expect(await room.read(second.incident.id)).toMatchObject({ state: "waiting", why: "page-busy" });
  });

  test("that the platform refuses for good puts the incident back to work", async () => {
    const room = openRoom();
    const { incident, message } = await room.answer("thirteen", { thread: comment("113") });
    vk.answerNext({ status: 200, json: { error: { error_code: 901 } } });
    await room.send(message);
    expect(await room.read(incident.id)).toMatchObject({
      state: "failed",
      why: "refused 901",
      incident: { state: "in-work" },
    });
  });
});

const form = { channel: "form", source: "form" } as const;
const mailsTo = (address: string) => mail.taken.filter(({ to }) => to.includes(address));

describe("a reply by mail", () => {
  test("goes once to the address that was left, with the number the citizen was given", async () => {
    const room = openRoom();
    const { incident, message } = await room.answer("mail-1", form, "anna", "+7 900 000-00-00, anna@citizen.example");
    await room.send(message);
    await room.send(message);
    const [first, ...others] = mailsTo("anna@citizen.example");
    if (first === undefined) throw new Error("No mail was taken.");
    expect(others).toEqual([]);
    expect(first.from).toBe("answers@centre.example");
    expect(textOf(first)).toContain(TEXT);
    expect(textOf(first)).toContain(`Номер вашего сообщения: ${message.signalId}.`);
    expect(first.source + textOf(first)).not.toMatch(/900 000|яма/i);
    expect(await room.read(incident.id)).toMatchObject({ state: "sent", incident: { state: "answered" } });
    expect(room.log.lines.join()).not.toMatch(/citizen\.example|засыпали/);
  });

  test("that the server may have taken is not sent again by itself, and keeps its Message-ID when a person does", async () => {
    const room = openRoom();
    const { incident, message } = await room.answer("mail-2", form, "boris", "boris@citizen.example");
    mail.vanishAfterNext();
    await room.send(message);
    await room.send(message);
    expect(mailsTo("boris@citizen.example")).toHaveLength(1);
    const { incident: unsure } = await room.read(incident.id);
    expect(unsure.replies[0]?.deliveries[0]?.state).toBe("unknown");
    const resent = decide(unsure, { name: "resend", delivery: message }, "olga", room.clock.now());
    if (resent.kind !== "changed") throw new Error("It can be sent again.");
    await room.stored.replace(resent.incident);
    await room.send({ ...message, tries: message.tries + 1 });
    const ids = mailsTo("boris@citizen.example").map(({ source }) => /^message-id: (.+)$/im.exec(source)?.[1]);
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(ids[0]).toMatch(/^<[\w.-]+@centre\.example>$/);
  });

  test.each([
    ["451 4.3.0 later", "waiting", "smtp 451"],
    ["550 5.1.1 nobody here", "failed", "refused smtp 550"],
  ])("that the server answers with %s is %s", async (answer, state, why) => {
    const room = openRoom();
    const { incident, message } = await room.answer(`mail-${state}`, form, "vera", "vera@citizen.example");
    mail.answerNext(answer);
    await room.send(message);
    expect(await room.read(incident.id)).toMatchObject({ state, why });
  });

  test.each([
    ["no mail server", "none", "no-mail-server", "dina@citizen.example"],
    ["a telephone", "ours", "no-mail-address", "+7 900 000-00-00"],
    ["one of two addresses", "ours", "no-mail-address", "dina@citizen.example, other@citizen.example"],
    ["nothing", "ours", "no-mail-address", undefined],
  ])("is for a person where there is %s", async (_, server, why, contact) => {
    const room = openRoom(undefined, server);
    const { incident, message } = await room.answer(`mail-${why}-${contact}`, form, "dina", contact);
    await room.send(message);
    expect(await room.read(incident.id)).toMatchObject({ state: "by-hand", why, incident: { state: "answered" } });
    expect(mailsTo("dina@citizen.example")).toEqual([]);
  });

  test("of a mail server that is away is tried later", async () => {
    const away = await startSmtpServer();
    await away.close();
    expect(
      await sendMail({ url: away.url }, { id: "one", to: "a@citizen.example", subject: "s", text: "t", at: 0 }),
    ).toMatchObject({ kind: "later" });
  });
});
