import {
  type PlatformAnswer,
  type PlatformCall,
  type PlatformServer,
  type Shown,
  startPlatformServer,
} from "../platform-server.ts";
import { type Asker, refuse } from "./answers.ts";
import { vkCommunity } from "./community.ts";

const VERSION = "5.199";
const LONGEST = 9_000;

export interface VkApi extends PlatformServer {
  readonly shown: readonly Shown[];
  /** What there is to be asked for. */
  readonly community: ReturnType<typeof vkCommunity>;
}

interface Tokens {
  readonly token: string;
  readonly userToken?: string;
  readonly serviceToken?: string;
}

/**
 * VK's API as a community may call it: `messages.send` and `wall.createComment`, each with the key by which it knows a
 * repeat, and what can be asked for. Answers 200 whatever happens, as VK does (https://dev.vk.com/reference/errors).
 */
export const startVkApi = async ({
  token,
  userToken,
  serviceToken,
  group,
  confirmation = "c0nf1rm",
}: Tokens & { readonly group: string; readonly confirmation?: string }): Promise<VkApi> => {
  const shown: Shown[] = [];
  const community = vkCommunity({ group, confirmation });
  const askers = new Map<string | null, Asker>([
    ...(serviceToken === undefined ? [] : [[serviceToken, "service"] as const]),
    ...(userToken === undefined ? [] : [[userToken, "user"] as const]),
    [token, "community"],
  ]);
  const known = new Map<string, number>();

  const once = (key: string, message: Shown, response: (id: number) => unknown): PlatformAnswer => {
    const id = known.get(key) ?? known.size + 1;
    if (!known.has(key)) shown.push(message);
    known.set(key, id);
    return { status: 200, json: { response: response(id) } };
  };

  const send = (given: URLSearchParams): PlatformAnswer => {
    const [peer, key, text] = ["peer_id", "random_id", "message"].map((name) => given.get(name) ?? "");
    if (!/^[1-9]\d*$/.test(peer ?? "") || !/^[1-9]\d{0,9}$/.test(key ?? "") || Number(key) > 2 ** 31 - 1)
      return refuse(100);
    if (text === undefined || text === "") return refuse(100);
    if (text.length > LONGEST) return refuse(914);
    return once(`${peer} ${key}`, { where: `dialogue ${peer}`, text }, (id) => id);
  };

  const comment = (given: URLSearchParams): PlatformAnswer => {
    const names = ["owner_id", "post_id", "from_group", "guid", "message"];
    const [owner, post, from, guid, text] = names.map((name) => given.get(name) ?? "");
    if (owner !== `-${group}` || from !== group || !/^\d+$/.test(post ?? "")) return refuse(100);
    if (guid === undefined || guid === "" || text === undefined || text === "") return refuse(100);
    const answers = given.get("reply_to_comment");
    const message = { where: `post ${post}`, text, ...(answers === null ? {} : { answers }) };
    return once(`${post} ${guid}`, message, (comment_id) => ({ comment_id }));
  };

  const answer = ({ method, url, headers, body }: PlatformCall): PlatformAnswer => {
    if (method !== "POST" || headers["content-type"] !== "application/x-www-form-urlencoded") return refuse(100);
    const given = new URLSearchParams(body);
    if (url.search !== "" || given.get("v") !== VERSION) return refuse(100);
    const asker = askers.get(given.get("access_token"));
    if (asker === undefined) return refuse(5);
    const asked = community.answer(url.pathname.replace("/method/", ""), given, asker);
    if (asked !== undefined) return asked;
    if (asker !== "community") return refuse(27);
    if (url.pathname === "/method/messages.send") return send(given);
    if (url.pathname === "/method/wall.createComment") return comment(given);
    // A community's token may call nothing else of what writes.
    return refuse(27);
  };
  return Object.assign(await startPlatformServer(answer), { shown, community });
};
