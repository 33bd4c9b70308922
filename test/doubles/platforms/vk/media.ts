import * as z from "zod/mini";
import type { PlatformAnswer } from "../platform-server.ts";
import { type Asker, page, refuse } from "./answers.ts";
import type { VkEvent } from "./sender.ts";

const comment = z.looseObject({
  id: z.int(),
  date: z.int(),
  text: z.string(),
  photo_id: z.optional(z.int()),
  video_id: z.optional(z.int()),
  topic_id: z.optional(z.int()),
  item_id: z.optional(z.int()),
});
type Comment = z.infer<typeof comment>;
type On = "photo_id" | "video_id" | "topic_id" | "item_id";

/** Who may ask: VK says it of each method. */
const PERSON: ReadonlySet<Asker> = new Set(["user"]);
const OTHERS: ReadonlySet<Asker> = new Set(["user", "service"]);

/** What is written under photos, videos and goods of a community, and in its boards. */
export const vkMedia = (group: string) => {
  const comments: Comment[] = [];

  const under = (on: On, id?: string): readonly Comment[] =>
    comments
      .filter((each) => each[on] !== undefined && (id === undefined || String(each[on]) === id))
      .toSorted((a, b) => b.date - a.date);

  /** What has been commented on, the last first. */
  const objects = (on: On) =>
    [...Map.groupBy(under(on), (each) => each[on] ?? 0)].map(([id, all]) => ({ id, comments: all.length, all }));

  /** As VK shows a comment: without what it is under, but for the number of its photo. */
  const shown = (all: readonly Comment[]) =>
    all.map(({ photo_id, video_id: _video, topic_id: _topic, item_id: _item, ...each }) =>
      photo_id === undefined ? each : { ...each, pid: photo_id },
    );

  const answers = new Map<string, { readonly may: ReadonlySet<Asker>; say(given: URLSearchParams): PlatformAnswer }>([
    ["photos.getAllComments", { may: PERSON, say: (given) => page(shown(under("photo_id")), given, 100) }],
    ["video.get", { may: PERSON, say: (given) => page(objects("video_id"), given, 200) }],
    [
      "video.getComments",
      { may: PERSON, say: (given) => page(shown(under("video_id", given.get("video_id") ?? "")), given, 100) },
    ],
    ["market.get", { may: PERSON, say: (given) => page(objects("item_id"), given, 200) }],
    [
      "market.getComments",
      { may: PERSON, say: (given) => page(shown(under("item_id", given.get("item_id") ?? "")), given, 100) },
    ],
    [
      "board.getTopics",
      {
        may: OTHERS,
        say: (given) =>
          page(
            objects("topic_id").map(({ id, all }) => ({ id, updated: all[0]?.date ?? 0 })),
            given,
            100,
          ),
      },
    ],
    [
      "board.getComments",
      { may: OTHERS, say: (given) => page(shown(under("topic_id", given.get("topic_id") ?? "")), given, 100) },
    ],
  ]);

  return {
    remove: (id: number): void => {
      const at = comments.findIndex((each) => each.id === id);
      if (at !== -1) comments.splice(at, 1);
    },
    clear: (): void => void comments.splice(0),
    keep: ({ object }: VkEvent): void => void comments.push(comment.parse(object)),
    /** Answers a question that this token may ask; nothing to what is no question about media. */
    answer: (method: string, given: URLSearchParams, asker: Asker): PlatformAnswer | undefined => {
      const known = answers.get(method);
      if (known === undefined) return undefined;
      if (!known.may.has(asker)) return refuse(asker === "community" ? 27 : 28);
      const isOurs = given.get("owner_id") === `-${group}` || given.get("group_id") === group;
      const isNewestFirst = !/^(?:video|market|board)\.getComments$/.test(method) || given.get("sort") === "desc";
      return isOurs && isNewestFirst ? known.say(given) : refuse(100);
    },
  };
};
