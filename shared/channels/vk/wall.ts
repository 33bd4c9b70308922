import * as z from "zod/mini";
import { DAY, SECOND } from "../../domain/time/instant.ts";
import { type Found, isWithin, type Look, type Visit } from "../collector.ts";
import { countsOf } from "../counts.ts";
import { editsBy, lookingAgain } from "../edits.ts";
import { id, ifReadable, seconds } from "../fields.ts";
import { stillTime } from "../history.ts";
import type { Source } from "../reading.ts";
import { type AskVk, readAs } from "./ask.ts";
import { readVkEvent } from "./events.ts";
import { pageAfter } from "./pages.ts";

/** Comments under older posts are not looked for. */
const POSTS_OF = 14 * DAY;
/** Of older posts hardly any comment is younger. */
const EDITS_UNDER_POSTS_OF = 3 * DAY;
const POSTS_AT_ONCE = 100;
const COMMENTS_AT_ONCE = 100;
/** VK gives at most so many answers along with a comment. */
const ANSWERS_AT_ONCE = 10;

/** No access to this post's comments, or the post has gone meanwhile: no word about any other. */
const CLOSED: ReadonlySet<string> = new Set(["vk 15", "vk 100", "vk 212"]);

const posts = z.looseObject({
  items: z.array(z.looseObject({ id, date: seconds, comments: ifReadable(z.looseObject({ count: z.int() })) })),
});

const one = z.looseObject({ id, date: seconds, deleted: ifReadable(z.boolean()) });
/** Of a deleted comment little is left. */
const gone = z.looseObject({ deleted: z.literal(true) });
const comment = z.union([
  gone,
  z.extend(one, { thread: ifReadable(z.looseObject({ count: z.int(), items: z.array(z.union([gone, one])) })) }),
]);
const comments = z.looseObject({ items: z.array(comment) });

/** What a token is likely to be let see. */
interface Sight {
  readonly suggested: boolean;
  readonly edited: boolean;
}

/** What stands on a community's wall, and under it: https://dev.vk.com/method/wall.get, https://dev.vk.com/method/wall.getComments */
export const vkWall = (ask: AskVk, source: Source, { suggested, edited }: Sight): readonly Look[] => {
  const owner_id = `-${source.name}`;

  const foundIn = (
    type: string,
    object: Readonly<Record<string, unknown>> & { readonly date: number },
    now: number,
  ) => ({
    reading: readVkEvent({ type, object }, source, now),
    at: object.date * SECOND,
  });

  const takePosts = async (filter: string, visit: Visit) => {
    const said = await ask("wall.get", { owner_id, filter, count: String(POSTS_AT_ONCE) }, visit);
    if (said.kind === "refused") return said;
    const { items } = readAs(posts, said.response);
    const found = items.map((post) => foundIn("wall_post_new", { owner_id, ...post }, visit.now));
    await visit.take(found.filter(({ at }) => isWithin(visit, at)));
    return { kind: "said", items } as const;
  };

  /** A page of what is under a post, or under a comment there: all of it found, and the comments that have more answers. */
  const page = async (post: string, under: Readonly<Record<string, string>>, offset: number, visit: Visit) => {
    stillTime(visit);
    const parameters = {
      owner_id,
      post_id: post,
      ...under,
      sort: "desc",
      count: String(COMMENTS_AT_ONCE),
      offset: String(offset),
      thread_items_count: String(ANSWERS_AT_ONCE),
      need_likes: "1",
    };
    const said = await ask("wall.getComments", parameters, visit);
    if (said.kind === "refused") return said;
    const { items } = readAs(comments, said.response);
    const found: Found[] = [];
    const longer: string[] = [];
    for (const top of items) {
      if (top.deleted === true) continue;
      const answers = (top.thread?.items ?? []).flatMap((each) => (each.deleted === true ? [] : [each]));
      for (const each of [top, ...answers])
        found.push(foundIn("wall_reply_new", { owner_id, post_id: post, ...each }, visit.now));
      if ((top.thread?.count ?? 0) > (top.thread?.items.length ?? 0)) longer.push(top.id);
    }
    return { kind: "said", found, longer, isLast: items.length < COMMENTS_AT_ONCE } as const;
  };

  /** Takes what is under a post, or under a comment there; `partly` when some of it was too young. */
  const takeUnder = async (
    post: string,
    under: Readonly<Record<string, string>>,
    visit: Visit,
  ): Promise<"whole" | "partly" | { readonly kind: "refused"; readonly why: string }> => {
    let taken: "whole" | "partly" = "whole";
    for (let offset = 0; ; offset = pageAfter(offset, COMMENTS_AT_ONCE)) {
      const said = await page(post, under, offset, visit);
      if (said.kind === "refused") return CLOSED.has(said.why) ? "whole" : said;
      await visit.take(said.found.filter(({ at }) => isWithin(visit, at)));
      if (said.found.some(({ at }) => at > visit.until)) taken = "partly";
      for (const comment_id of said.longer) {
        const answers = await takeUnder(post, { comment_id }, visit);
        if (typeof answers !== "string") return answers;
        if (answers === "partly") taken = answers;
      }
      if (said.isLast) return taken;
    }
  };

  const wall: Look = {
    name: "wall",
    ask: async (visit) => {
      const said = await takePosts("all", visit);
      if (said.kind === "refused") return said;
      const { figures, isSame } = countsOf(visit);
      for (const { id: post, date, comments: under } of said.items) {
        const count = under?.count ?? 0;
        if (count === 0 || date * SECOND < visit.now - POSTS_OF) continue;
        const taken = isSame(post, count) ? "whole" : await takeUnder(post, {}, visit);
        if (typeof taken !== "string") return taken;
        if (taken === "whole") figures[post] = count;
      }
      return { kind: "done", figures };
    },
  };
  const edits = editsBy("edits", async (visit) => {
    // A post says when it was edited, and is another wording by that.
    const said = await takePosts("all", { ...visit, floor: visit.now - POSTS_OF });
    if (said.kind === "refused") return said;
    for (const { id: post, date, comments: under } of said.items) {
      if ((under?.count ?? 0) === 0 || date * SECOND < visit.now - EDITS_UNDER_POSTS_OF) continue;
      const taken = await takeUnder(post, {}, lookingAgain(visit));
      if (typeof taken !== "string") return taken;
    }
    return { kind: "done" };
  });
  const suggestions: Look = {
    name: "suggested",
    ask: async (visit) => {
      const said = await takePosts("suggests", visit);
      return said.kind === "refused" ? said : { kind: "done" };
    },
  };
  return [wall, ...(edited ? [edits] : []), ...(suggested ? [suggestions] : [])];
};
