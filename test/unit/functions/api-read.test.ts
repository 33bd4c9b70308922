import { describe, expect, test } from "vitest";
import { incidentDetail, incidentPage } from "../../../shared/contracts/api.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { HOUR, iso, MINUTE } from "../../../shared/domain/time/instant.ts";
import type { HttpAnswer } from "../../../shared/platform/http.ts";
import { acceptedKey, centreKey, TABLE_KEY } from "../../../shared/store/keys.ts";
import { openApiRoom, staff } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON, openedBy } from "../../fixtures/centre.ts";
import { decide } from "../../fixtures/decide.ts";
import { pointersIn, problemIn } from "../../fixtures/http-answer.ts";

const bodyOf = ({ statusCode, body }: HttpAnswer): unknown => {
  expect(statusCode).toBe(200);
  return JSON.parse(body ?? "");
};
const pageOf = (answer: HttpAnswer) => incidentPage.parse(bodyOf(answer));
const idsOf = (answer: HttpAnswer) => pageOf(answer).items.map(({ id }) => id);

const openedAs = (externalId: string, overrides: Parameters<typeof fixtureSignal>[0] = {}): Incident =>
  openedBy(fixtureSignal({ externalId, id: externalId, ...overrides }), fixtureCentre());

/** `a` the oldest, `e` the newest; a minute between each. */
const stocked = async () => {
  const room = openApiRoom();
  const late = openedAs("a", { receivedAt: MONDAY_NOON });
  const closing = openedAs("d", { receivedAt: MONDAY_NOON + 3 * MINUTE });
  const closed = decide(closing, { name: "close", why: "дубль" }, "operator-1", MONDAY_NOON + HOUR);
  if (closed.kind !== "changed") throw new Error("A new incident can be closed.");
  const gas = "Пахнет газом в Заречном";
  const address = "Заречная, 5";
  for (const incident of [
    claimStages(late, MONDAY_NOON + 3 * HOUR)?.incident ?? late,
    openedAs("b", { receivedAt: MONDAY_NOON + MINUTE, text: gas, place: { address } }),
    openedAs("c", { receivedAt: MONDAY_NOON + 2 * MINUTE, text: "Нет воды", externalId: "post_77" }),
    { ...closed.incident, version: 1 },
    openedAs("e", { receivedAt: MONDAY_NOON + 4 * MINUTE }),
    openedAs("foreign", { centre: "other" }),
  ])
    await room.incidents.open(incident);
  return room;
};

describe("the centre", () => {
  test("names the rules that do nothing, with where they stand and why", async () => {
    const sound = fixtureCentre();
    const { authorities } = sound;
    const rules = [...authorities.rules, { topic: "gone", authority: "road-service", until: "2026-01-31" }];
    const { centre } = openApiRoom(() => ({ ...sound, authorities: { ...authorities, rules } }));
    const at = `authorities.json /rules/${rules.length - 1}`;
    expect(bodyOf(await centre())).toEqual({
      id: sound.centre.id,
      name: sound.centre.name,
      problems: [`${at}/topic: there is no topic "gone"`, `${at}/until: its last day was 2026-01-31`],
    });
    expect(
      bodyOf(await openApiRoom().centre(staff("authority", { "custom:authority": "road-service" }))),
    ).toMatchObject({
      problems: [],
    });
  });
});

describe("the list", () => {
  test("shows the incidents of the centre, newest first, done ones too", async () => {
    const { list } = await stocked();
    expect(idsOf(await list())).toEqual(["e", "d", "c", "b", "a"]);
    expect(idsOf(await list({}, staff("operator", { "custom:centre": "other" })))).toEqual(["foreign"]);
  });

  test("shows of each what a queue shows", async () => {
    const { list } = await stocked();
    const { items, cursor } = pageOf(await list({ topic: "gas-leak" }));
    expect(cursor).toBeUndefined();
    expect(items).toMatchObject([
      {
        id: "b",
        state: "new",
        createdAt: iso(MONDAY_NOON + MINUTE),
        group: { id: "housing", name: "ЖКХ" },
        topic: { id: "gas-leak", name: "Запах газа" },
        territory: { id: "river", name: "Заречный" },
        authority: { id: "administration", name: "Администрация" },
        urgent: true,
        signalCount: 1,
      },
    ]);
    expect(items[0]?.clocks).toMatchObject([
      {
        kind: "reaction",
        stage: "running",
        dueAt: iso(MONDAY_NOON + MINUTE + 3 * HOUR),
        nextAt: iso(MONDAY_NOON + MINUTE + 1.5 * HOUR),
      },
      { kind: "answer", stage: "running" },
    ]);
  });

  test.each([
    [{ state: "closed" }, ["d"]],
    [{ group: "housing" }, ["c", "b"]],
    [{ topic: "pothole" }, ["e", "d", "a"]],
    [{ territory: "river" }, ["b"]],
    [{ authority: "road-service" }, ["e", "d", "a"]],
    [{ stage: "breached" }, ["a"]],
    [{ topic: "pothole", state: "new", stage: "running" }, ["e"]],
    [{ q: "c" }, ["c"]],
    [{ q: "post_77" }, ["c"]],
    [{ q: "Заречная" }, ["b"]],
    [{ q: "nowhere" }, []],
  ])("is narrowed by %j", async (query, ids) => {
    const { list } = await stocked();
    expect(idsOf(await list(query))).toEqual(ids);
  });

  test.each([1, 2, 5])("is paged through to its end, %i at a time, each incident once", async (limit) => {
    const { list } = await stocked();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = pageOf(await list({ limit: String(limit), ...(cursor === undefined ? {} : { cursor }) }));
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(["e", "d", "c", "b", "a"]);
  });

  test("shows 50 unless told otherwise, and 200 at most", async () => {
    const { incidents, list } = openApiRoom();
    for (let index = 0; index < 205; index += 1) await incidents.open(openedAs(`many-${index}`));
    expect(pageOf(await list()).items).toHaveLength(50);
    expect(pageOf(await list({ limit: "200" })).items).toHaveLength(200);
  });

  test.each([
    [{ limit: "201" }, "/query/limit"],
    [{ topic: "pothole", unheard: "of" }, "/query/unheard"],
    [{ limit: "0" }, "/query/limit"],
    [{ limit: "-1" }, "/query/limit"],
    [{ limit: "1.5" }, "/query/limit"],
    [{ limit: "many" }, "/query/limit"],
    [{ limit: "" }, "/query/limit"],
    [{ state: "unheard-of" }, "/query/state"],
    [{ stage: "soon" }, "/query/stage"],
    [{ topic: "" }, "/query/topic"],
    [{ q: "x".repeat(201) }, "/query/q"],
    [{ cursor: "not a cursor" }, "/query/cursor"],
    [{ cursor: "A" }, "/query/cursor"],
    [{ cursor: Buffer.from("made up").toString("base64url") }, "/query/cursor"],
  ])("refuses what is wrong in its query and names the field: %#", async (query, pointer) => {
    const { list } = await stocked();
    const answer = await list(query);
    expect(problemIn(answer).status).toBe(400);
    expect(pointersIn(answer)).toEqual([pointer]);
  });
});

describe("staff of a body", () => {
  const roads = staff("authority", { "custom:authority": "road-service" });

  test("see what their body is to answer, whatever they ask for", async () => {
    const { list } = await stocked();
    expect(idsOf(await list({}, roads))).toEqual(["e", "d", "a"]);
    expect(idsOf(await list({ authority: "administration" }, roads))).toEqual(["e", "d", "a"]);
  });

  test("see nothing when their token names no body", async () => {
    const { list, read } = await stocked();
    expect(idsOf(await list({}, staff("authority")))).toEqual([]);
    expect(problemIn(await read("a", staff("authority"))).status).toBe(404);
  });

  test("do not open what another body is to answer", async () => {
    const { read } = await stocked();
    expect((await read("a", roads)).statusCode).toBe(200);
    expect(problemIn(await read("b", roads)).status).toBe(404);
  });
});

describe("an incident", () => {
  test("shows the topics that it may be about, by their names, with the words that spoke for each", async () => {
    const { incidents, read } = openApiRoom();
    const suggestions = [
      { topic: "gas-leak", likelihood: 0.41, words: ["пахнет", "подъезде"] },
      { topic: "gone", likelihood: 0.2 },
    ];
    const opened = { ...fixtureIncident(), understood: { suggestions } };
    await incidents.open(opened);
    const shown = incidentDetail.parse(bodyOf(await read(opened.id))).suggestions;
    expect(shown).toEqual([
      { id: "gas-leak", name: "Запах газа", likelihood: 0.41, words: ["пахнет", "подъезде"] },
      { id: "gone", name: "gone", likelihood: 0.2 },
    ]);
  });

  test("is shown with its messages, its history and its replies, and its version as the tag", async () => {
    const { incidents, read } = openApiRoom();
    const opened = fixtureIncident();
    const late = claimStages(opened, MONDAY_NOON + 1.5 * HOUR)?.incident ?? opened;
    const answered = decide(
      late,
      { name: "answer", text: "Засыпали", replyId: "r-1" },
      "operator-1",
      MONDAY_NOON + 2 * HOUR,
    );
    if (answered.kind !== "changed") throw new Error("A new incident can be answered.");
    await incidents.open(answered.incident);
    const answer = await read(opened.id);
    expect(answer.headers?.["etag"]).toBe('"3"');
    const { signal } = opened;
    const shown = incidentDetail.parse(bodyOf(answer));
    expect(shown).toEqual(bodyOf(answer));
    expect(shown).toMatchObject({
      id: opened.id,
      state: "answered",
      clocks: [{ stage: "met" }, { stage: "met" }],
      signals: [
        {
          id: signal.id,
          channel: "vk",
          externalId: "wall_1",
          kind: "problem",
          text: signal.text,
          sentAt: iso(MONDAY_NOON),
          receivedAt: iso(MONDAY_NOON),
          revision: 0,
          deleted: false,
        },
      ],
      history: [
        { at: iso(MONDAY_NOON), who: "otklik", what: "opened" },
        { who: "otklik", what: "reaction: warned-50" },
        { at: iso(MONDAY_NOON + 2 * HOUR), who: "operator-1", what: "answered" },
      ],
      replies: [{ id: "r-1", kind: "final", text: "Засыпали", at: iso(MONDAY_NOON + 2 * HOUR), who: "operator-1" }],
    });
  });

  test("says where on its platform a message stands that others can open, and of a dialogue nothing", async () => {
    const { incidents, read } = openApiRoom();
    const urlOf = async (id: string, overrides: Parameters<typeof fixtureSignal>[0]) => {
      const opened = openedAs(id, overrides);
      await incidents.open(opened);
      return incidentDetail.parse(bodyOf(await read(opened.id))).signals[0]?.url;
    };
    const comment = { kind: "topic", topic: "70", comment: "MTM5OjE=" };
    expect(await urlOf("comment", { channel: "ok", source: "55", thread: comment })).toBe(
      "https://ok.ru/group/55/topic/70#MTM5OjE=",
    );
    const dialogue = { kind: "message", chat: "chat:C3", message: "mid:1" };
    expect(await urlOf("dialogue", { channel: "ok", thread: dialogue })).toBeUndefined();
  });

  test("of another centre, or of none, is not there", async () => {
    const { read } = await stocked();
    expect(problemIn(await read("foreign")).status).toBe(404);
    expect(problemIn(await read("nobody")).status).toBe(404);
  });

  test.each([centreKey("fixture"), acceptedKey("portal", "key-1")])(
    "is not anything else that the table keeps: %s",
    async (id) => {
      const { command, read, table } = openApiRoom();
      await table.write({ [TABLE_KEY]: id, bodyHash: "h", at: 1 });
      expect(problemIn(await read(id)).status).toBe(404);
      expect(problemIn(await command(id, "close", { ifMatch: '"1"', body: { why: "дубль" } })).status).toBe(404);
    },
  );

  test.each(["", "#", "a b", "x".repeat(3_000)])(
    "is not there under an id that no incident can have: %#",
    async (id) => {
      const { read, table } = openApiRoom();
      table.failNext(new Error("the table was asked"));
      expect(problemIn(await read(id)).status).toBe(404);
    },
  );

  test("keeps the id for a name when the centre has taken its authority out", async () => {
    const { incidents, read } = openApiRoom();
    await incidents.open(fixtureIncident({ id: "old", authority: "dissolved" }));
    expect(bodyOf(await read("old"))).toMatchObject({ authority: { id: "dissolved", name: "dissolved" } });
  });
});

describe("how a message was understood", () => {
  test("is shown with its incident", async () => {
    const { incidents, read } = openApiRoom();
    const opened = openedAs("gas", { text: "На ул. Садовой, 5 пахнет газом" });
    await incidents.open(opened);
    const { understood } = incidentDetail.parse(bodyOf(await read(opened.id)));
    expect(understood).toEqual({
      danger: true,
      urgentBy: ["gas"],
      told: { topic: "gas-leak", words: ["газ"] },
      where: { by: "centre", sure: 0.2, street: "улица Садовой", house: "5" },
    });
  });
});

describe("who has nothing to answer", () => {
  test.each([
    ["head", "Яма у [квартира], звоните [имя]: [телефон]"],
    ["auditor", "Яма у [квартира], звоните [имя]: [телефон]"],
    ["operator", "Яма у кв. 5, звоните Марии Ивановне: 8 904 000-00-00"],
  ] as const)("reads messages without what names a person: %s", async (role, text) => {
    const { incidents, read } = openApiRoom();
    const opened = openedAs("words", { text: "Яма у кв. 5, звоните Марии Ивановне: 8 904 000-00-00" });
    await incidents.open(opened);
    const shown = incidentDetail.parse(bodyOf(await read(opened.id, staff(role))));
    expect(shown.signals.map((signal) => signal.text)).toEqual([text]);
  });
});

describe("whoever is not staff", () => {
  test.each([
    ["without a role", { sub: "x", "custom:centre": "fixture" }],
    ["with a role that is not one", { sub: "x", "custom:role": "king", "custom:centre": "fixture" }],
    ["without a centre", { sub: "x", "custom:role": "operator" }],
  ])("sees nothing: %s", async (_, as) => {
    const { list, read } = await stocked();
    expect(problemIn(await list({}, as)).status).toBe(403);
    expect(problemIn(await read("a", as)).status).toBe(403);
  });
});
