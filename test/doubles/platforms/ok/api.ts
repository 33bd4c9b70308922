import * as z from "zod/mini";
import {
  type PlatformAnswer,
  type PlatformCall,
  type PlatformServer,
  type Shown,
  startPlatformServer,
} from "../platform-server.ts";
import { okChats } from "./chats.ts";
import { okDiscussions, type OkPerson } from "./discussions.ts";

const message = z.strictObject({
  recipient: z.strictObject({ chat_id: z.string() }),
  message: z.strictObject({ text: z.string().check(z.minLength(1)) }),
});

export interface OkApi extends PlatformServer {
  readonly shown: readonly Shown[];
  /** What there is to be asked for. */
  readonly chats: ReturnType<typeof okChats>;
  readonly discussions: ReturnType<typeof okDiscussions>;
}

const refuse = (error_code: number): PlatformAnswer => ({ status: 400, json: { error_code, error_msg: "refused" } });

interface Tokens {
  readonly token: string;
  readonly person?: OkPerson;
}

/**
 * The bot API of Odnoklassniki (https://apiok.ru/dev/graph_api/bot_api), which knows no repeats: each call is one message.
 * Beside it the part of the REST API that shows comments, to the person it knows.
 */
export const startOkApi = async ({ token, person }: Tokens): Promise<OkApi> => {
  const shown: Shown[] = [];
  const chats = okChats();
  const discussions = okDiscussions(person);
  const answer = (call: PlatformCall): PlatformAnswer => {
    const { method, url, headers, body } = call;
    const told = discussions.answer(call);
    if (told !== undefined) return told;
    if (url.searchParams.get("access_token") !== token) return refuse(102);
    const asked = chats.answer(method, url, body);
    if (asked !== undefined) return asked;
    if (method !== "POST" || headers["content-type"] !== "application/json;charset=utf-8") return refuse(100);
    const chat = /^\/graph\/me\/messages\/(chat:\w+)$/.exec(url.pathname)?.[1];
    const given = message.safeParse(JSON.parse(body));
    if (chat === undefined || !given.success || given.data.recipient.chat_id !== chat) return refuse(100);
    shown.push({ where: chat, text: given.data.message.text });
    return { status: 200, json: { recipient_id: "user:1", message_id: `mid:${shown.length}` } };
  };
  return Object.assign(await startPlatformServer(answer), { shown, chats, discussions });
};
