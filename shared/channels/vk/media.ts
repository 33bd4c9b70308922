import * as z from "zod/mini";
import { HOUR, SECOND } from "../../domain/time/instant.ts";
import { isWithin, type Look, type Visit } from "../collector.ts";
import { countsOf } from "../counts.ts";
import { id, ifReadable, seconds } from "../fields.ts";
import { type Refused, stillTime } from "../history.ts";
import type { Source } from "../reading.ts";
import { type AskVk, readAs } from "./ask.ts";
import { readVkEvent } from "./events.ts";
import { pageAfter } from "./pages.ts";

const COMMENTS_AT_ONCE = 100;
const TOPICS_AT_ONCE = 100;
/** Comments under older videos and goods are not looked for. */
const MOST_OBJECTS = 50;

/** Comments are closed there, or it has gone meanwhile: no word about any other. */
const CLOSED: ReadonlySet<string> = new Set(["vk 15", "vk 100", "vk 801", "vk 1403"]);

const gone = z.looseObject({ deleted: z.literal(true) });
const one = z.looseObject({ id, date: seconds, deleted: ifReadable(z.boolean()) });
const comments = z.looseObject({ items: z.array(z.union([gone, one])) });
const topics = z.looseObject({ items: z.array(z.looseObject({ id, updated: seconds })) });
const videos = z.looseObject({ items: z.array(z.looseObject({ id, comments: ifReadable(z.int()) })) });
const goods = z.looseObject({ items: z.array(z.looseObject({ id })) });

interface Place {
  readonly method: string;
  /** What the webhook would have called it. */
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What was commented on, as the webhook says it. */
  on(comment: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/**
 * Comments under what is no post. VK tells them to a person alone, those in boards to an application as well
 * (`access_token_type` of https://github.com/VKCOM/vk-api-schema).
 */
export const vkMedia = (ask: AskVk, source: Source, { asPerson }: { readonly asPerson: boolean }): readonly Look[] => {
  const owner_id = `-${source.name}`;

  /** Takes what is there, newest first, back to the floor of a visit; `partly` when some of it was too young. */
  const takeAll = async (place: Place, visit: Visit): Promise<"whole" | "partly" | Refused> => {
    let taken: "whole" | "partly" = "whole";
    for (let offset = 0; ; offset = pageAfter(offset, COMMENTS_AT_ONCE)) {
      stillTime(visit);
      const page = { count: String(COMMENTS_AT_ONCE), offset: String(offset) };
      const said = await ask(place.method, { ...place.parameters, ...page }, visit);
      if (said.kind === "refused") return said;
      const { items } = readAs(comments, said.response);
      const found = items.flatMap((each) => {
        if (each.deleted === true) return [];
        const object = { owner_id, ...each, ...place.on(each) };
        return [{ reading: readVkEvent({ type: place.type, object }, source, visit.now), at: each.date * SECOND }];
      });
      await visit.take(found.filter(({ at }) => isWithin(visit, at)));
      if (found.some(({ at }) => at > visit.until)) taken = "partly";
      if (items.length < COMMENTS_AT_ONCE || found.some(({ at }) => at < visit.floor)) return taken;
    }
  };

  const takeUnder = async (place: Place, visit: Visit): Promise<"whole" | "partly" | Refused> => {
    const taken = await takeAll(place, visit);
    return typeof taken !== "string" && CLOSED.has(taken.why) ? "whole" : taken;
  };

  const photos: Look = {
    name: "photos",
    ask: async (visit) => {
      const on = ({ pid }: Readonly<Record<string, unknown>>) => ({ photo_id: pid });
      const all = { method: "photos.getAllComments", type: "photo_comment_new", parameters: { owner_id }, on };
      const taken = await takeAll(all, visit);
      return typeof taken === "string" ? { kind: "done" } : taken;
    },
  };

  const board: Look = {
    name: "board",
    ask: async (visit) => {
      const group_id = source.name;
      for (let offset = 0; ; offset = pageAfter(offset, TOPICS_AT_ONCE)) {
        stillTime(visit);
        // Those of late first, behind the ones that are pinned.
        const page = { order: "1", count: String(TOPICS_AT_ONCE), offset: String(offset) };
        const said = await ask("board.getTopics", { group_id, ...page }, visit);
        if (said.kind === "refused") return said;
        const { items } = readAs(topics, said.response);
        const recent = items.filter(({ updated }) => updated * SECOND >= visit.floor);
        for (const { id: topic_id } of recent) {
          const parameters = { group_id, topic_id, sort: "desc" };
          const on = () => ({ topic_id });
          const taken = await takeUnder({ method: "board.getComments", type: "board_post_new", parameters, on }, visit);
          if (typeof taken !== "string") return taken;
        }
        if (items.length < TOPICS_AT_ONCE || recent.length === 0) return { kind: "done" };
      }
    },
  };

  const video: Look = {
    name: "videos",
    ask: async (visit) => {
      const said = await ask("video.get", { owner_id, count: String(MOST_OBJECTS) }, visit);
      if (said.kind === "refused") return said;
      const { figures, isSame } = countsOf(visit);
      for (const { id: video_id, comments: count = 0 } of readAs(videos, said.response).items) {
        if (count === 0) continue;
        const parameters = { owner_id, video_id, sort: "desc" };
        const place = { method: "video.getComments", type: "video_comment_new", parameters, on: () => ({ video_id }) };
        const taken = isSame(video_id, count) ? "whole" : await takeUnder(place, visit);
        if (typeof taken !== "string") return taken;
        if (taken === "whole") figures[video_id] = count;
      }
      return { kind: "done", figures };
    },
  };

  const market: Look = {
    name: "market",
    // It does not say under which of its goods something was written: each is asked.
    every: HOUR,
    ask: async (visit) => {
      const said = await ask("market.get", { owner_id, count: String(MOST_OBJECTS) }, visit);
      if (said.kind === "refused") return said;
      for (const { id: item_id } of readAs(goods, said.response).items) {
        const parameters = { owner_id, item_id, sort: "desc" };
        const place = { method: "market.getComments", type: "market_comment_new", parameters, on: () => ({ item_id }) };
        const taken = await takeUnder(place, visit);
        if (typeof taken !== "string") return taken;
      }
      return { kind: "done" };
    },
  };

  return asPerson ? [board, photos, video, market] : [board];
};
