import { createHash } from "node:crypto";
import type { PlatformAnswer, PlatformCall } from "../platform-server.ts";

/** What an application of Odnoklassniki asks with, in the name of somebody who runs the group. */
export interface OkPerson {
  readonly groupId: string;
  readonly applicationKey: string;
  readonly token: string;
  readonly sessionSecret: string;
}

interface Topic {
  readonly id: string;
  readonly created_ms: number;
  /** What the statistics say, where they have not caught up with what is there. */
  readonly comments?: number;
}

interface Comment {
  readonly id: string;
  readonly topic: string;
  readonly text: string;
  readonly at: number;
  readonly from?: string;
  /** Written in the name of a group. */
  readonly ofGroup?: boolean;
  readonly more?: Readonly<Record<string, unknown>>;
}

const MOST_COMMENTS = 100;
const MOST_TOPICS = 40;

const said = (json: unknown): PlatformAnswer => ({ status: 200, json });
/** Errors come with 200, too. */
const refuse = (error_code: number): PlatformAnswer => said({ error_code, error_msg: "refused", error_data: null });

const inMoscow = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Moscow",
  dateStyle: "short",
  timeStyle: "medium",
});

/** Signs as https://apiok.ru/dev/methods says: what is sent, sorted and joined, and the secret of the session. */
const signed = (given: URLSearchParams, secret: string): string => {
  const parameters = [...given].filter(([name]) => name !== "sig" && name !== "access_token");
  const joined = parameters.map(([name, value]) => `${name}=${value}`).toSorted();
  return createHash("md5")
    .update(`${joined.join("")}${secret}`)
    .digest("hex");
};

/** Topics of a group and what is written under them, as the REST API shows them to one who runs it. */
export const okDiscussions = (person: OkPerson | undefined) => {
  const topics: Topic[] = [];
  const comments: Comment[] = [];
  const closed = new Map<string, number | undefined>();

  const under = (id: string) => comments.filter(({ topic }) => topic === id);

  const statistics = (given: URLSearchParams): PlatformAnswer => {
    if (given.get("gid") !== person?.groupId) return refuse(160);
    if (!given.has("fields")) return refuse(100);
    const from = Number(given.get("start_time") ?? 0);
    const first = Number(given.get("anchor") ?? 0);
    const recent = topics.filter(({ created_ms }) => created_ms >= from);
    const shown = recent.slice(first, first + Math.min(Number(given.get("count")), MOST_TOPICS));
    const has_more = first + shown.length < recent.length;
    return said({
      // What is empty is left out.
      ...(shown.length === 0 ? {} : { topics: shown.map((each) => ({ comments: under(each.id).length, ...each })) }),
      ...(has_more ? { anchor: String(first + shown.length) } : {}),
      has_more,
    });
  };

  const discussion = (given: URLSearchParams): PlatformAnswer => {
    const id = given.get("discussionId") ?? "";
    if (closed.has(id)) {
      const code = closed.get(id);
      return code === undefined ? said(null) : refuse(code);
    }
    if (given.get("discussionType") !== "GROUP_TOPIC" || !topics.some((each) => each.id === id)) return refuse(300);
    // A reader that marks as read takes from the page's people what they have not seen yet.
    if (given.get("mark_as_read") !== "false" || given.get("direction") !== "BACKWARD") return refuse(100);
    const anchor = given.get("anchor") ?? "LAST";
    const all = under(id).toSorted((one, other) => one.at - other.at);
    const end = anchor === "LAST" ? all.length : Number(/^before:(\d+)$/.exec(anchor)?.[1]);
    if (Number.isNaN(end)) return refuse(100);
    const start = Math.max(0, end - Math.min(Number(given.get("count") ?? 20), MOST_COMMENTS));
    const shown = all.slice(start, end).map(({ id: comment, text, at, from = "538900000001", ofGroup, more }) => ({
      attrs: { flags: "l,s" },
      id: comment,
      author_id: from,
      ...(ofGroup === true ? { author_type: "GROUP", author_name: "Группа" } : {}),
      date: inMoscow.format(at),
      like_count: 0,
      liked_it: false,
      text,
      type: "ACTIVE_MESSAGE",
      ...more,
    }));
    const page = { discussionId: id, discussionType: "GROUP_TOPIC", anchor: `before:${start}`, has_more: start > 0 };
    return said({ ...page, ...(shown.length === 0 ? {} : { comments: shown }) });
  };

  return {
    clear: (): void => {
      for (const all of [topics, comments]) all.splice(0);
    },
    /** A post of the group, for comments to be under. */
    post: (topic: Topic): void => void topics.unshift(topic),
    /** The statistics have caught up with this post. */
    recount: (id: string): void => {
      const place = topics.findIndex((each) => each.id === id);
      const { created_ms } = topics[place] ?? { created_ms: 0 };
      topics.splice(place, 1, { id, created_ms });
    },
    /** Somebody comments, or edits what they had written. */
    write: (comment: Comment): void => {
      const before = comments.findIndex(({ id }) => id === comment.id);
      comments.splice(before === -1 ? comments.length : before, 1, comment);
    },
    /** From now on a post is answered with this error. */
    close: (topic: string, code: number): void => void closed.set(topic, code),
    /** From now on a post is answered with nothing, as some have seen it. */
    saysNothing: (topic: string): void => void closed.set(topic, undefined),
    /** Answers a call of the REST API; nothing to what is none. */
    answer: ({ method, url, headers, body }: PlatformCall): PlatformAnswer | undefined => {
      if (person === undefined || url.pathname !== "/fb.do") return undefined;
      if (method !== "POST" || headers["content-type"] !== "application/x-www-form-urlencoded") return refuse(100);
      const given = new URLSearchParams(body);
      if (given.get("application_key") !== person.applicationKey) return refuse(101);
      if (given.get("access_token") !== person.token) return refuse(103);
      if (given.get("sig") !== signed(given, person.sessionSecret)) return refuse(104);
      switch (given.get("method")) {
        case "group.getStatTopics":
          return statistics(given);
        case "discussions.getComments":
          return discussion(given);
        default:
          return refuse(3);
      }
    },
  };
};
