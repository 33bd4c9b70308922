import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { signalId } from "../../../shared/domain/ids.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/domain/time/instant.ts";
import { type MaxApi, startMaxApi } from "../../doubles/platforms/max/api.ts";
import { maxSender } from "../../doubles/platforms/max/sender.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";
import { openCollect } from "../../fixtures/collect.ts";

const token = "a-token";
const secret = "max-secret";
const from = maxSender({ secret });
const DIALOGUE = 70_880_099;

let max: MaxApi;
beforeEach(async () => {
  max = await startMaxApi({ token });
  max.chats.listNothing();
  max.chats.subscribed.push({ url: "https://otklik.example.org/webhooks/max", secret, update_types: ["bot_added"] });
});
afterEach(() => max.close());

interface Written {
  readonly at?: number;
  readonly dialogue?: number;
  readonly writer?: number;
}

const message = (mid: string, { at = MONDAY_NOON - 5 * MINUTE, dialogue = DIALOGUE, writer = 7 }: Written = {}) =>
  from.message("created", { mid, text: mid, at, dialogue, from: writer });

const asked = (dialogue = DIALOGUE) =>
  max.calls.filter(({ url }) => url.pathname === "/messages" && url.searchParams.get("chat_id") === String(dialogue));

const open = (options = {}) => {
  const opened = openCollect({ max: [{ secret, token, api: max.url }] }, options);
  return {
    ...opened,
    /** A message whose webhook comes. */
    hear: async (mid: string, written: Written = {}): Promise<void> => {
      max.chats.keep(message(mid, written));
      await opened.receive(from.call(message(mid, written)));
      await opened.register();
    },
    /** Asks, so much later. */
    visit: async (later = 5 * MINUTE): Promise<void> => {
      opened.clock.advance(later);
      await opened.collect();
      await opened.register();
    },
  };
};

describe("a dialogue with a bot of MAX in which something was heard", () => {
  test("is asked for what no webhook brought while the subscription stands; the bot's own words are not taken in", async () => {
    const { hear, visit, texts, clock, counter } = open();
    await hear("Пришло");
    max.chats.keep(message("Потерялось", { at: clock.now() + MINUTE }));
    max.chats.keep(
      from.message("created", { mid: "Ответ", text: "Ответ", at: clock.now(), dialogue: DIALOGUE, byBot: true }),
    );
    await visit();
    expect((await texts()).toSorted()).toEqual(["Потерялось", "Пришло"]);
    expect(counter.total(Metric.SignalMissed)).toBe(1);
    expect(counter.total(Metric.SourceUncollected)).toBe(0);
  });

  test("is the same for a message that was asked for and one that a webhook brings", async () => {
    const { hear, visit, receive, register, incidents, counter } = open();
    await hear("Пришло");
    max.chats.keep(message("Потерялось"));
    await visit();
    const id = signalId("max", "0", "Потерялось");
    const found = await incidents.read(id);
    await receive(from.call(message("Потерялось")));
    await register();
    expect(counter.total(Metric.SignalRepeated)).toBe(1);
    expect(await incidents.read(id)).toEqual(found);
    expect(found?.signal.thread).toEqual({ kind: "message", message: "Потерялось" });
  });

  test("is compared once an hour with what is known, for edits", async () => {
    const { hear, visit, texts, clock } = open();
    await visit();
    await hear("Пришло");
    const at = MONDAY_NOON - 5 * MINUTE;
    max.chats.keep(
      from.message("edited", {
        mid: "Пришло",
        text: "Иначе",
        at: at + MINUTE,
        writtenAt: at,
        dialogue: DIALOGUE,
        from: 7,
      }),
    );
    for (let visits = 0; visits < 13; visits += 1) await visit();
    expect(await texts()).toEqual(["Иначе"]);
    expect(clock.now()).toBe(MONDAY_NOON + 70 * MINUTE);
  });

  test("that MAX tells no bot of does no harm: it is asked a day later, or when something is heard there again", async () => {
    const { hear, visit, counter, texts, clock } = open();
    max.chats.shut(DIALOGUE);
    await hear("Раз");
    for (const _ of [1, 2, 3]) await visit();
    expect(asked()).toHaveLength(1);
    expect(counter.total(Metric.SourceUncollected)).toBe(0);
    await hear("Два", { at: clock.now() });
    await visit();
    expect(asked()).toHaveLength(2);
    await visit(DAY);
    expect(asked().length).toBeGreaterThan(2);
    expect((await texts()).toSorted()).toEqual(["Два", "Раз"]);
  });

  test("is asked for thirty days after that, and not at all once its citizen is forgotten", async () => {
    const { hear, visit, identities, clock } = open();
    await hear("Пришло");
    await visit(29 * DAY);
    expect(asked().length).toBeGreaterThan(0);
    const before = asked().length;
    await visit(DAY + HOUR);
    expect(asked()).toHaveLength(before);

    await hear("Ещё", { at: clock.now() });
    await visit();
    const since = asked().length;
    expect(since).toBeGreaterThan(before);
    const [kept] = await identities.newest({ channel: "max", source: "0", since: 0, most: 1 });
    for (const mid of ["Пришло", "Ещё"]) await identities.unlink(kept?.citizen ?? "", signalId("max", "0", mid));
    await visit();
    expect(asked()).toHaveLength(since);
  });

  test("stands by its name nowhere: on no queue, in no incident, in no cursor and no log", async () => {
    const { hear, visit, signals, table, log } = open();
    max.chats.shut(1);
    await hear("Пришло");
    await hear("Иное", { dialogue: 1, writer: 8 });
    max.chats.keep(message("Потерялось"));
    await visit();
    const everything = JSON.stringify([signals.sent, await table.everything(), log.lines]);
    expect(everything).toContain("http 403");
    expect(everything).not.toContain(String(DIALOGUE));
  });

  test("is asked for under its own name only: one whose sealed name is another's is left out, and holds up none", async () => {
    const { hear, visit, identities, texts, log } = open();
    await hear("Пришло");
    await hear("Иное", { dialogue: 1, writer: 8 });
    const [first, second] = await identities.newest({ channel: "max", source: "0", since: 0, most: 2 });
    if (first === undefined || second === undefined) throw new Error("nobody was heard");
    await identities.keep({
      citizen: first.citizen,
      sealed: Uint8Array.from([1]),
      signalId: "any",
      keptUntil: MONDAY_NOON + DAY,
      dialogue: { channel: "max", source: "0", sealed: second.sealed, heardAt: first.heardAt },
    });
    for (const dialogue of [1, DIALOGUE]) max.chats.keep(message(`Потерялось ${dialogue}`, { dialogue }));
    await visit();
    expect(await texts()).toHaveLength(3);
    expect(log.lines.join()).toContain("a sealed name cannot be opened");
  });

  test("that MAX lists among the bot's chats is taken for what it is", async () => {
    const { visit, texts, incidents } = open();
    max.chats.listEverything();
    max.chats.keep(message("Первое, и потерялось"));
    await visit();
    expect(await texts()).toEqual(["Первое, и потерялось"]);
    expect((await incidents.read(signalId("max", "0", "Первое, и потерялось")))?.signal.thread).not.toHaveProperty(
      "chat",
    );
  });
});

describe("more dialogues than are asked for at a visit", () => {
  const MANY = 250;
  const hearAll = async ({ hear }: ReturnType<typeof open>): Promise<void> => {
    for (let one = 1; one <= MANY; one += 1) await hear(`Пришло ${one}`, { dialogue: one, writer: one });
  };
  const loseAll = (at: number): void => {
    for (let one = 1; one <= MANY; one += 1)
      max.chats.keep(message(`Потерялось ${one}`, { dialogue: one, writer: one, at }));
  };
  const questions = () => max.calls.filter(({ url }) => url.pathname === "/messages").length;

  test("are asked in turns, with a pause between, and nothing in any of them is lost", async () => {
    const opened = open();
    await hearAll(opened);
    loseAll(opened.clock.now());
    const perVisit: number[] = [];
    for (let visits = 0; visits < 3; visits += 1) {
      const before = questions();
      await opened.visit();
      perVisit.push(questions() - before);
    }
    expect(perVisit).toEqual([200, 200, 200]);
    expect(opened.counter.total(Metric.SignalMissed)).toBe(MANY);
    expect(opened.waits.filter((each) => each >= 1_000 / 30).length).toBeGreaterThanOrEqual(600);
  });

  test("go on where a visit had to end for want of time", async () => {
    let left = Number.POSITIVE_INFINITY;
    const opened = open({
      hasTime: () => {
        left -= 1;
        return left > 0;
      },
    });
    await hearAll(opened);
    loseAll(opened.clock.now());
    // Twice for each question: before it, and before each page.
    for (let visits = 0; visits < 4; visits += 1) {
      left = 240;
      await opened.visit();
    }
    expect(opened.counter.total(Metric.SignalMissed)).toBe(MANY);
  });

  test("are asked for more seldom where nothing was heard for a day", async () => {
    const opened = open();
    await opened.hear("Давно", { dialogue: 1, writer: 1 });
    await opened.visit(2 * DAY);
    await opened.hear("Недавно", { dialogue: 2, writer: 2, at: opened.clock.now() });
    const before = [1, 2].map((dialogue) => asked(dialogue).length);
    for (let visits = 0; visits < 12; visits += 1) await opened.visit();
    const [quiet = 0, lively = 0] = [1, 2].map((dialogue, place) => asked(dialogue).length - (before[place] ?? 0));
    expect(quiet).toBeLessThanOrEqual(2);
    expect(lively).toBeGreaterThanOrEqual(12);
  });

  test("are asked all the same where one of them is not answered", async () => {
    const opened = open();
    for (const one of [1, 2, 3]) await opened.hear(`Пришло ${one}`, { dialogue: one, writer: one });
    for (const one of [1, 2, 3]) max.chats.keep(message(`Потерялось ${one}`, { dialogue: one, writer: one }));
    max.chats.break(2);
    for (let visits = 0; visits < 5; visits += 1) await opened.visit();
    expect((await opened.texts()).filter((text) => text.startsWith("Потерялось")).toSorted()).toEqual([
      "Потерялось 1",
      "Потерялось 3",
    ]);
    expect(opened.counter.total(Metric.SourceUncollected)).toBe(5);
    max.chats.mend();
    await opened.visit();
    expect(await opened.texts()).toContain("Потерялось 2");
  });
});

test("a bot without dialogues is left alone when MAX does not answer: what asks nothing is no answer", async () => {
  const { visit, counter } = open();
  for (let call = 0; call < 20; call += 1) max.answerNext({ status: 503, json: {} });
  for (let visits = 0; visits < 3; visits += 1) await visit();
  const asked = max.calls.length;
  await visit();
  expect(max.calls).toHaveLength(asked);
  expect(counter.total(Metric.SourceUncollected)).toBe(4);
});
