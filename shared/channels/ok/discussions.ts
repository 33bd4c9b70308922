import * as z from "zod/mini";
import { DAY, type Instant } from "../../domain/time/instant.ts";
import { isWithin, type Look, type Visit } from "../collector.ts";
import { countsOf } from "../counts.ts";
import { editsBy, lookingAgain } from "../edits.ts";
import { id, ifReadable, milliseconds } from "../fields.ts";
import { type Refused, stillTime } from "../history.ts";
import type { Source } from "../reading.ts";
import type { OkSaid } from "./ask.ts";
import type { AskOkAsPerson } from "./ask-as-person.ts";
import { readOkComment } from "./comments.ts";

/** Comments under older posts are not looked for. */
const POSTS_OF = 14 * DAY;
/** Of older posts hardly any comment is younger. */
const EDITS_UNDER_POSTS_OF = 3 * DAY;
/** So much later than others a comment under an older post may be counted by the statistics. */
const COUNTED_WITHIN = DAY;
const MOST_POSTS = 200;
const AT_ONCE = "100";

/** It has gone, or is shown to some alone (names of https://apiok.ru/dev/errors): no word about any other. */
const CLOSED: ReadonlySet<string> = new Set(["ok 106", "ok 300", "ok 455", "ok 456", "ok 457", "ok 458"]);

/** What is empty is left out, as is an anchor where nothing follows. */
const page = z.looseObject({ anchor: ifReadable(z.string()), has_more: ifReadable(z.boolean()) });
const posts = z.extend(page, {
  topics: z.optional(
    z.array(z.looseObject({ id, created_ms: ifReadable(milliseconds), comments: ifReadable(z.int()) })),
  ),
});
const shownComments = z.extend(page, { comments: z.optional(z.array(z.unknown())) });
/** Of a post with nothing to show some have been told nothing at all. */
const comments = z.pipe(
  z.nullable(shownComments),
  z.transform((given): Partial<z.infer<typeof shownComments>> => given ?? {}),
);

/** Reads from page to page until there is no more, or `take` says that it is enough. */
const throughPages = async <Page extends Partial<z.infer<typeof page>>>(
  ask: (anchor: string | undefined) => Promise<OkSaid<Page>>,
  take: (page: Page) => Promise<boolean>,
  visit: Visit,
): Promise<Refused | undefined> => {
  const followed = new Set<string>();
  for (let anchor: string | undefined; ; ) {
    stillTime(visit);
    const asked = await ask(anchor);
    if (asked.kind === "refused") return asked;
    const isEnough = await take(asked.said);
    const { anchor: next, has_more } = asked.said;
    if (isEnough || next === undefined || has_more === false || followed.has(next)) return undefined;
    followed.add(next);
    anchor = next;
  }
};

interface Post {
  readonly id: string;
  readonly created_ms?: Instant | undefined;
  /** By the statistics: how soon they count is published nowhere. */
  readonly comments?: number | undefined;
}

/**
 * Comments under a group's posts. Posts are those of `group.getStatTopics`, for which the application needs GROUP_CONTENT and
 * the person has to run the group; comments those of `discussions.getComments` (https://github.com/apiok/documentation).
 */
export const okDiscussions = (ask: AskOkAsPerson, source: Source): readonly Look[] => {
  const postsOf = async (visit: Visit): Promise<readonly Post[] | Refused> => {
    const all: Post[] = [];
    const since = String(visit.now - POSTS_OF);
    const parameters = { gid: source.name, start_time: since, fields: "id,created_ms,comments", count: AT_ONCE };
    const refused = await throughPages(
      (anchor) => {
        const from = anchor === undefined ? {} : { anchor };
        return ask({ method: "group.getStatTopics", parameters: { ...parameters, ...from }, says: posts }, visit);
      },
      async ({ topics = [] }) => {
        all.push(...topics);
        return topics.length === 0 || all.length >= MOST_POSTS;
      },
      visit,
    );
    return refused ?? all;
  };

  /** Takes what is under a post back to the floor of a visit; `partly` when some of it was too young. */
  const takeUnder = async (post: string, visit: Visit): Promise<"whole" | "partly" | Refused> => {
    let taken: "whole" | "partly" = "whole";
    const parameters = {
      discussionId: post,
      discussionType: "GROUP_TOPIC",
      // Back from the latest, in whatever order a page shows them; people's own marks of what they have read stay.
      direction: "BACKWARD",
      mark_as_read: "false",
      count: AT_ONCE,
    };
    const refused = await throughPages(
      (anchor = "LAST") => {
        return ask({ method: "discussions.getComments", parameters: { ...parameters, anchor }, says: comments }, visit);
      },
      async ({ comments: shown = [] }) => {
        const found = shown.map((each) => {
          const { reading, at = visit.until } = readOkComment(each, source, post, visit.now);
          return { reading, at };
        });
        await visit.take(found.filter(({ at }) => isWithin(visit, at)));
        if (found.some(({ at }) => at > visit.until)) taken = "partly";
        return found.length === 0 || found.some(({ at }) => at < visit.floor);
      },
      visit,
    );
    return refused === undefined || CLOSED.has(refused.why) ? taken : refused;
  };

  const discussions: Look = {
    name: "discussions",
    ask: async (visit) => {
      const listed = await postsOf(visit);
      if ("kind" in listed) return listed;
      const { figures, isSame } = countsOf(visit);
      let without: string | undefined;
      let isShown = false;
      for (const { id: post, created_ms = visit.now, comments: count = -1 } of listed) {
        if (count === 0) continue;
        const isOld = created_ms < visit.now - EDITS_UNDER_POSTS_OF;
        const under = isOld ? { ...visit, floor: Math.min(visit.floor, visit.now - COUNTED_WITHIN) } : visit;
        const taken = isSame(post, count) ? "whole" : await takeUnder(post, under);
        if (typeof taken !== "string") without = taken.why;
        else {
          isShown = true;
          if (taken === "whole" && count > 0) figures[post] = count;
        }
      }
      if (without === undefined) return { kind: "done", figures };
      // One post may be closed to this person. Where none is shown, it is they who may not ask.
      return isShown ? { kind: "done", figures, without } : { kind: "refused", why: without };
    },
  };

  const edits = editsBy("edits-of-comments", async (visit) => {
    const listed = await postsOf(visit);
    if ("kind" in listed) return listed;
    let without: string | undefined;
    for (const { id: post, created_ms = visit.now } of listed) {
      if (created_ms < visit.now - EDITS_UNDER_POSTS_OF) continue;
      const taken = await takeUnder(post, lookingAgain(visit));
      if (typeof taken !== "string") without = taken.why;
    }
    return { kind: "done", ...(without === undefined ? {} : { without }) };
  });
  return [discussions, edits];
};
