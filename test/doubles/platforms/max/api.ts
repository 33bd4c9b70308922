import * as z from "zod/mini";
import {
  type PlatformAnswer,
  type PlatformCall,
  type PlatformServer,
  type Shown,
  startPlatformServer,
} from "../platform-server.ts";
import { maxChats } from "./chats.ts";

const message = z.strictObject({
  text: z.string().check(z.minLength(1)),
  link: z.optional(z.strictObject({ type: z.literal("reply"), mid: z.string() })),
});
const LONGEST = 4_000;

export interface MaxApi extends PlatformServer {
  readonly shown: readonly Shown[];
  /** What there is to be asked for. */
  readonly chats: ReturnType<typeof maxChats>;
}

const refuse = (status: number, code: string): PlatformAnswer => ({ status, json: { code, message: "refused" } });

/** Where a call writes to: a chat, a dialogue, or the comments of a post; nothing when it says none of them, or two. */
const placeOf = (url: URL): string | undefined => {
  const post = /^\/messages\/([^/]+)\/comments$/.exec(url.pathname)?.[1];
  if (post !== undefined) return `post ${decodeURIComponent(post)}`;
  const [chat, user] = [url.searchParams.get("chat_id"), url.searchParams.get("user_id")];
  if (url.pathname !== "/messages" || (chat === null) === (user === null)) return undefined;
  return chat === null ? `user ${user}` : `chat ${chat}`;
};

/** MAX's API (https://dev.max.ru/docs-api). It knows no repeats either. */
export const startMaxApi = async ({ token }: { token: string }): Promise<MaxApi> => {
  const shown: Shown[] = [];
  const chats = maxChats();
  const answer = ({ method, url, headers, body }: PlatformCall): PlatformAnswer => {
    if (headers.authorization !== token) return refuse(401, "verify.token");
    const asked = chats.answer(method, url, body);
    if (asked !== undefined) return asked;
    const given = message.safeParse(JSON.parse(body));
    const where = placeOf(url);
    if (method !== "POST" || headers["content-type"] !== "application/json" || !given.success || where === undefined)
      return refuse(400, "proto.payload");
    const { text, link } = given.data;
    if (text.length > LONGEST) return refuse(400, "proto.payload");
    shown.push({ where, text, ...(link === undefined ? {} : { answers: link.mid }) });
    return { status: 200, json: { message: { body: { mid: `mid.${shown.length}`, seq: 1, text } } } };
  };
  return Object.assign(await startPlatformServer(answer), { shown, chats });
};
