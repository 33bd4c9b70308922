import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxSender } from "../doubles/platforms/max/sender.ts";
import { okSender } from "../doubles/platforms/ok/sender.ts";
import { telegramSender } from "../doubles/platforms/telegram/sender.ts";
import { commentKinds, vkSender } from "../doubles/platforms/vk/sender.ts";
import type { PlatformCall } from "../doubles/platforms/webhooks.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";
import { GROUP } from "../fixtures/intake.ts";
import { openRegistered } from "../fixtures/registered.ts";

const vk = vkSender({ groupId: GROUP, secret: "present" });
const ok = okSender({ path: "ok-present" });
const max = maxSender({ secret: "max-present" });
const telegram = telegramSender({ secret: "telegram-present" });

/** An hour before anything is received. */
const DATE = MONDAY_NOON / 1_000 - 3_600;

/** What a platform has to tell of its messages, and what people are to see of them in the end. */
interface Story {
  readonly calls: readonly PlatformCall[];
  readonly end: readonly {
    readonly text: string;
    readonly deleted: boolean;
    readonly attachments: readonly string[];
  }[];
}

const text = fc.stringMatching(/^[а-яё]{1,12}$/).map((word) => `Сообщение ${word}`);
/** Texts with the seconds after the writing at which they came about; the first is how it was written. */
const wordings = fc
  .tuple(
    text,
    fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 900 }), text), { maxLength: 3, selector: ([at]) => at }),
  )
  .map(([first, edits]) => ({
    first,
    edits,
    last: edits.toSorted(([one], [other]) => other - one)[0]?.[1] ?? first,
  }));

const end = (text: string, deleted = false, attachments: readonly string[] = []) => ({ text, deleted, attachments });

/** VK tells no time of a comment's edit: of several the last one heard of counts, so that here it is edited once at most. */
const vkComment = fc
  .record({
    kind: fc.constantFrom(...commentKinds),
    first: text,
    edit: fc.option(text, { nil: undefined }),
    deletions: fc.integer({ min: 0, max: 3 }),
    restorations: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ kind, first, edit, deletions, restorations }): Story => {
    const last = edit ?? first;
    const written = { id: 9, text: first, date: DATE };
    const times = (count: number) => Array.from({ length: count }, (_, index) => index);
    return {
      calls: [
        { event_id: "new", ...vk.comment(kind, "new", written) },
        ...(edit === undefined ? [] : [{ event_id: "edit", ...vk.comment(kind, "edit", { ...written, text: edit }) }]),
        ...times(deletions).map((each) => ({ event_id: `d${each}`, ...vk.deleted(kind, 9) })),
        ...times(restorations).map((each) => ({
          event_id: `r${each}`,
          ...vk.comment(kind, "restore", { ...written, text: last }),
        })),
      ].map((event) => vk.call(event)),
      end: [end(last, deletions > restorations)],
    };
  });

const vkMessage = wordings.map(
  ({ first, edits, last }): Story => ({
    calls: [
      vk.call(vk.message(12, first, { date: DATE })),
      ...edits.map(([later, text]) => vk.call(vk.edited(12, text, DATE + later, { date: DATE }))),
    ],
    end: [end(last)],
  }),
);

const okMessages = fc.array(text, { minLength: 1, maxLength: 3 }).map(
  (texts): Story => ({
    calls: texts.map((each, number) => ok.call(ok.message(number, each, { timestamp: DATE * 1_000 }))),
    end: texts.map((each) => end(each)),
  }),
);

const maxMessage = fc
  .record({ what: fc.constantFrom("message" as const, "comment" as const), said: wordings, removed: fc.boolean() })
  .map(({ what, said: { first, edits, last }, removed }): Story => {
    const mid = "mid.0000000000000001aaaabbbbccccdddd";
    return {
      calls: [
        max.call(max[what]("created", { mid, text: first, at: DATE * 1_000 })),
        ...edits.map(([later, text]) =>
          max.call(max[what]("edited", { mid, text, at: (DATE + later) * 1_000, writtenAt: DATE * 1_000 })),
        ),
        ...(removed ? [max.call(max.removed(what, mid, (DATE + 1_000) * 1_000))] : []),
      ],
      end: [end(last, removed)],
    };
  });

const telegramMessage = fc
  .record({ what: fc.constantFrom("message" as const, "comment" as const), said: wordings })
  .map(
    ({ what, said: { first, edits, last } }): Story => ({
      calls: [
        telegram.call(telegram[what]({ id: 5, text: first, date: DATE })),
        ...edits.map(([later, text]) =>
          telegram.call(telegram[what]({ id: 5, text, date: DATE, editedAt: DATE + later })),
        ),
      ],
      end: [end(last)],
    }),
  );

const album = fc
  .record({ caption: text, pieces: fc.integer({ min: 2, max: 10 }), captioned: fc.nat(9) })
  .map(({ caption, pieces, captioned }): Story => {
    const ids = Array.from({ length: pieces }, (_, index) => 30 + index);
    return {
      calls: ids.map((id, index) => {
        const words = index === captioned % pieces ? { caption } : {};
        const piece = { media_group_id: "137", photo: [{ file_id: `photo-${id}` }], ...words };
        return telegram.call(telegram.message({ id, date: DATE }, piece));
      }),
      end: [
        end(
          caption,
          false,
          ids.map((id) => `photo-${id}`),
        ),
      ],
    };
  });

/** The calls of a story in some order, each once or several times. */
const told = (story: Story) =>
  fc.record({
    end: fc.constant(story.end),
    calls: fc
      .tuple(fc.constant(story.calls), fc.array(fc.constantFrom(...story.calls), { maxLength: 5 }))
      .chain(([all, copies]) => fc.shuffledSubarray([...all, ...copies], { minLength: all.length + copies.length })),
  });

describe.each([
  ["a comment on VK", vkComment],
  ["a message on VK", vkMessage],
  ["messages on Odnoklassniki", okMessages],
  ["a message or comment in MAX", maxMessage],
  ["a message or comment in Telegram", telegramMessage],
  ["an album in Telegram", album],
])("%s", (_, story) => {
  it("ends in one state, in whatever order and however often it is told", async () => {
    await fc.assert(
      fc.asyncProperty(story.chain(told), async ({ calls, end }) => {
        const { receive, seen } = openRegistered();
        for (const call of calls) await receive(call);
        expect(await seen()).toEqual(end);
      }),
      { numRuns: 60 },
    );
  });

  it("ends in the same state when all of it is worked off at one moment", async () => {
    await fc.assert(
      fc.asyncProperty(story.chain(told), async ({ calls, end }) => {
        const { receiveTogether, seen } = openRegistered();
        await receiveTogether(calls.slice(0, 10));
        await receiveTogether(calls.slice(10));
        expect(await seen()).toEqual(end);
      }),
      { numRuns: 30 },
    );
  });
});
