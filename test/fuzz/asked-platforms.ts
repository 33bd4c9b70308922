import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as fc from "fast-check";
import * as z from "zod/mini";
import { signalMessage } from "../../shared/contracts/signal-message.ts";
import { MINUTE, SECOND } from "../../shared/domain/time/instant.ts";
import { startMaxApi } from "../doubles/platforms/max/api.ts";
import { maxSender } from "../doubles/platforms/max/sender.ts";
import { startOkApi } from "../doubles/platforms/ok/api.ts";
import { okSender } from "../doubles/platforms/ok/sender.ts";
import { startTelegramApi } from "../doubles/platforms/telegram/api.ts";
import { telegramSender } from "../doubles/platforms/telegram/sender.ts";
import { startVkApi } from "../doubles/platforms/vk/api.ts";
import { vkSender } from "../doubles/platforms/vk/sender.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";
import { openCollect } from "../fixtures/collect.ts";
import { alike, rawBytes } from "./values.ts";

/** More questions than a visit of all sources has reason to ask here. */
const MOST_QUESTIONS = 200;

const token = "a-token";
const person = { groupId: "55", applicationKey: "a-key", token: "a-person", sessionSecret: "a-secret" };
const AT = MONDAY_NOON - 10 * MINUTE;
const date = AT / SECOND;

type Change = (answer: unknown) => Buffer;

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? "");

/** What becomes of answers, each in its turn: most are told as they are, some are almost what they were, few are anything. */
const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(json) },
    { weight: 4, arbitrary: alike.map((change) => (answer: unknown) => json(change(answer))) },
    { weight: 1, arbitrary: rawBytes.map((bytes) => () => bytes) },
  ),
  { minLength: 12, maxLength: 12 },
);

/** A platform whose answers come through somebody who changes them. */
const through = async (target: string, change: Change) => {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/", headers } = request;
    const body = await text(request);
    const told = ["authorization", "content-type"].flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    });
    const sent = { method, headers: Object.fromEntries(told), ...(method === "GET" ? {} : { body }) };
    const answer = await fetch(target + url, sent);
    const changed = change(await answer.json());
    response.writeHead(answer.status, { "content-type": "application/json" }).end(changed);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => response.writeHead(599).end(String(error)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const startPlatforms = async () => {
  const [vk, ok, max, telegram] = await Promise.all([
    startVkApi({ token, userToken: "user-token", serviceToken: "service-token", group: "1" }),
    startOkApi({ token, person }),
    startMaxApi({ token }),
    startTelegramApi({ token }),
  ]);
  const from = {
    vk: vkSender({ groupId: 1, secret: "vk-secret" }),
    ok: okSender({ path: "ok-path" }),
    max: maxSender({ secret: "max-secret" }),
    telegram: telegramSender({ secret: "telegram-secret" }),
  };
  vk.community.keep(from.vk.message(1, "Лифт", { date }));
  vk.community.keep({ type: "wall_post_new", object: { id: 640, owner_id: -1, from_id: -1, date, text: "Новости" } });
  vk.community.keep(from.vk.comment("wall_reply", "new", { id: 9, text: "Яма", date }));
  vk.community.keep(from.vk.comment("board_post", "new", { id: 5, text: "Двор", date }));
  for (const number of [1, 2]) ok.chats.keep(from.ok.message(number, "Фонарь", { timestamp: AT + number }));
  ok.discussions.post({ id: "70", created_ms: AT });
  ok.discussions.write({ id: "MTM5", topic: "70", text: "{user:7}Анна{user}, двор", at: AT });
  max.chats.subscribed.push({ url: "https://elsewhere.example/", secret: "max-secret", update_types: ["bot_added"] });
  max.chats.keep(from.max.message("created", { mid: "mid.g", text: "Мусор", at: AT, chat: -5 }));
  const { message, ...update } = from.max.comment("created", { mid: "mid.post-1", text: "Новости", at: AT });
  const recipient = { chat_id: -70_801_090, chat_type: "channel" };
  max.chats.keep({ ...update, update_type: "message_created", message: { ...Object(message), recipient } });
  max.chats.keep(from.max.comment("created", { mid: "mid.c", text: "Снег", at: AT }));
  telegram.keep(from.telegram.message({ id: 5, text: "Лёд", date }));
  return { vk, ok, max, telegram };
};

/** Visits of platforms that answer almost as they should: each ends, and what it has put on the queue is registered. */
export const fuzzAsked = async (seed: number, runs: number): Promise<void> => {
  const platforms = await startPlatforms();
  const { vk, ok, max, telegram } = platforms;
  const visit = async (all: readonly Change[]): Promise<void> => {
    let questions = 0;
    const change: Change = (answer) => {
      questions += 1;
      return (all[questions % all.length] ?? json)(answer);
    };
    const between = await Promise.all([vk, ok, max, telegram].map(({ url }) => through(url, change)));
    const [ofVk, ofOk, ofMax, ofTelegram] = between.map(({ url: api }) => ({ api }));
    const tokens = { token, userToken: "user-token", serviceToken: "service-token" };
    const room = openCollect(
      {
        vk: [{ groupId: 1, secret: "vk-secret", confirmation: "c0nf1rm", ...tokens, ...ofVk }],
        ok: [{ path: "ok-path", token, discussions: person, ...ofOk }],
        max: [{ secret: "max-secret", token, chats: ["-5", "-70801090"], ...ofMax }],
        telegram: [{ secret: "telegram-secret", token, ...ofTelegram }],
      },
      { publicUrl: "http://127.0.0.1:8787", hasTime: () => questions < MOST_QUESTIONS },
    );
    try {
      await room.collect();
      for (const { message } of room.signals.sent) signalMessage.parse(JSON.parse(JSON.stringify(message)));
      await room.register();
    } finally {
      for (const { close } of between) close();
    }
  };
  try {
    await fc.assert(fc.asyncProperty(changes, visit), { seed, numRuns: runs, endOnFailure: false });
  } finally {
    await Promise.all(Object.values(platforms).map((each) => each.close()));
  }
};
