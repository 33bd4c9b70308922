import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { Metric } from "../../../shared/contracts/metrics.ts";
import type { Command } from "../../../shared/domain/incident/command.ts";
import { decide } from "../../../shared/domain/incident/decide.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { eraseSignal } from "../../../shared/domain/incident/personal-data.ts";
import type { Signal } from "../../../shared/domain/signal/signal.ts";
import { MINUTE } from "../../../shared/domain/time/instant.ts";
import type { HttpAnswer } from "../../../shared/platform/http.ts";
import { changeSignal } from "../../../shared/platform/place-of-signal.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";
import { complaintsOf } from "../../fixtures/geo-report.ts";
import { askingCentre, openOpen311, report, village } from "../../fixtures/open311.ts";

const rows = z.array(z.looseObject({}));
const json = ({ body }: HttpAnswer): unknown => JSON.parse(body ?? "");
const rowsIn = (answer: HttpAnswer) => rows.parse(json(answer));
const created = z.array(z.object({ service_request_id: z.string(), service_notice: z.string() }));

const idIn = (answer: HttpAnswer): string => {
  expect(answer, answer.body).toMatchObject({ statusCode: 200 });
  expect(complaintsOf("created", json(answer))).toEqual([]);
  return created.parse(json(answer))[0]?.service_request_id ?? "";
};

/** The status, and what is said to be wrong, in the form of the specification. */
const faultIn = (answer: HttpAnswer): string => {
  expect(complaintsOf("errors", json(answer))).toEqual([]);
  const said = z
    .array(z.object({ code: z.literal(answer.statusCode ?? 0), description: z.string() }))
    .parse(json(answer));
  return `${answer.statusCode} ${said.map(({ description }) => description).join(" ")}`;
};

describe("what can be reported", () => {
  test("is every topic of the centre, unless it says otherwise", async () => {
    const services = json(await openOpen311().get("services.json"));
    expect(complaintsOf("services", services)).toEqual([]);
    expect(services).toMatchObject([
      { service_code: "pothole", service_name: "Ямы на дороге", group: "Дороги", metadata: false, type: "realtime" },
      { service_code: "gas-leak" },
      { service_code: "other" },
    ]);
  });

  test("is what the centre offers, with what it asks about each", async () => {
    const { get } = openOpen311({ centre: askingCentre() });
    const services = json(await get("services.json"));
    expect(complaintsOf("services", services)).toEqual([]);
    expect(services).toMatchObject([{ service_code: "pothole", description: "Ямы и провалы", metadata: true }]);
    const definition = json(await get("services/pothole.json"));
    expect(complaintsOf("definition", definition)).toEqual([]);
    expect(definition).toMatchObject({
      service_code: "pothole",
      attributes: [
        { code: "depth", datatype: "number", required: true, variable: true, order: 1 },
        { code: "shape", values: [{ key: "round", name: "Круглая" }, { key: "square" }] },
        { code: "where" },
        { code: "seen" },
        { code: "note", variable: false },
      ],
    });
    expect(faultIn(await get("services/gas-leak.json"))).toBe("404 service_code was not found.");
  });

  test("is said in XML where nothing else is asked for", async () => {
    const { get } = openOpen311({ centre: askingCentre() });
    for (const path of ["services", "services.xml"]) {
      const { headers, body } = await get(path);
      expect(headers?.["content-type"]).toBe("text/xml; charset=utf-8");
      expect(body).toBe(
        `<?xml version="1.0" encoding="utf-8"?>\n<services><service><service_code>pothole</service_code><service_name>Ямы на дороге</service_name><description>Ямы и провалы</description><metadata>true</metadata><type>realtime</type><keywords>яма,ямы</keywords><group>Дороги</group></service></services>\n`,
      );
    }
    const { body } = await get("services/pothole.xml");
    expect(body).toContain("<values><value><key>round</key><name>Круглая</name></value>");
    expect(body).toContain("<attribute><variable>true</variable><code>depth</code>");
  });

  test("can be found from the discovery, in both forms", async () => {
    const { get } = openOpen311();
    expect(json(await get("discovery.json"))).toMatchObject({
      contact: "Тестовый округ",
      endpoints: [
        {
          specification: "http://wiki.open311.org/GeoReport_v2",
          url: "https://otklik.example/open311/v2",
          formats: ["text/xml", "application/json"],
        },
      ],
    });
    expect((await get("discovery.xml")).body).toContain("<formats><format>text/xml</format>");
  });
});

describe("a report", () => {
  test("becomes a signal of its topic and place, known to its sender at once by its number", async () => {
    const room = openOpen311();
    const person = { first_name: "Анна", last_name: "Иванова", email: "Anna@example.org", phone: "+7 000 000-00-00" };
    const id = idIn(
      await room.post({ ...report, lat: "52.6", long: "39.57", ...person, media_url: "https://example.org/1.jpg" }),
    );
    expect(await room.queued()).toMatchObject([
      {
        signal: {
          id,
          centre: "fixture",
          channel: "open311",
          source: "city-app",
          text: "Яма",
          topic: "pothole",
          attachments: [{ kind: "link", url: "https://example.org/1.jpg" }],
          place: { lat: 52.6, lon: 39.57, address: "Советская, 12" },
        },
        author: { id: "anna@example.org", name: "Анна Иванова", contact: "Anna@example.org, +7 000 000-00-00" },
      },
    ]);
    await room.register();
    expect(await room.incidents.read(id)).toMatchObject({ topic: "pothole", group: "roads", public: true });
    expect(room.counter.total(Metric.SignalAccepted)).toBe(1);
  });

  test("is answered in XML, too", async () => {
    const { statusCode, body } = await openOpen311().post(report, {}, "requests.xml");
    expect(statusCode).toBe(200);
    expect(body).toMatch(/<service_requests><request><service_request_id>[\w-]{22}<\/service_request_id>/);
  });

  test("is of the topic that the citizen chose, whatever its words say", async () => {
    const room = openOpen311();
    const id = idIn(await room.post({ ...report, service_code: "gas-leak", description: "Яма на дороге" }));
    await room.register();
    expect(await room.incidents.read(id)).toMatchObject({ topic: "gas-leak", urgent: true });
  });

  test("carries the answers to what is asked", async () => {
    const room = openOpen311({ centre: askingCentre() });
    const fields = new URLSearchParams({ ...report, "attribute[depth]": "10", "attribute[shape]": "round" });
    fields.append("attribute[where][]", "road");
    fields.append("attribute[where][]", "yard");
    fields.append("attribute[seen]", "2026-03-01T09:00:00+03:00");
    idIn(await room.post(fields));
    const [queued] = await room.queued();
    expect(queued?.signal.text).toBe(
      "Яма\nГлубина, см: 10\nФорма: Круглая\nГде: Проезжая часть, Двор\nКогда замечена: 2026-03-01T09:00:00+03:00",
    );
  });

  test("may leave a list without an answer, and be without words of its own", async () => {
    const room = openOpen311({ centre: askingCentre() });
    idIn(await room.post({ ...report, description: "", "attribute[depth]": "10", "attribute[shape]": "" }));
    expect((await room.queued())[0]?.signal.text).toBe("Глубина, см: 10");
  });

  test.each([
    ["without a key", { api_key: "" }, "403 api_key was not provided."],
    ["with a key that is not known", { api_key: "wrong" }, "403 api_key is not known here."],
    ["without a service", { service_code: "" }, "400 service_code was not provided."],
    ["on a service that is not there", { service_code: "BADGER" }, "404 service_code was not found."],
    ["without a place", { address_string: " " }, /^400 A location was not provided/],
    ["with half a point", { lat: "52.6" }, "400 lat and long have to be given together."],
    ["with a point that is none", { lat: "abc", long: "39" }, /^400 lat and long must be degrees/],
    ["with a point off the globe", { lat: "91", long: "39" }, /^400 lat and long must be degrees/],
    [
      "of more words than may be",
      { description: "я".repeat(4_001) },
      "400 description may have 4000 characters at most.",
    ],
    ["with a picture that is nowhere", { media_url: "javascript:alert(1)" }, /^400 media_url must be an address/],
    [
      "for a jurisdiction that is not served",
      { jurisdiction_id: "moon.example" },
      "404 jurisdiction_id was not found.",
    ],
  ])("%s is refused and says so", async (_, change, said) => {
    const room = openOpen311();
    const fault = faultIn(await room.post({ ...report, ...change }));
    if (typeof said === "string") expect(fault).toBe(said);
    else expect(fault).toMatch(said);
    expect(room.signals.sent).toEqual([]);
    expect(room.counter.total(Metric.SignalRefused)).toBe(1);
  });

  test.each([
    ["a required answer", {}, "400 attribute[depth] was not provided."],
    ["a number", { "attribute[depth]": "deep" }, "400 attribute[depth] must be a number."],
    ["a choice", { "attribute[depth]": "1", "attribute[shape]": "starfish" }, /must be one of round, square\.$/],
    ["a moment", { "attribute[depth]": "1", "attribute[seen]": "yesterday" }, /attribute\[seen\] must be a moment/],
  ])("without %s is refused", async (_, change, said) => {
    const room = openOpen311({ centre: askingCentre() });
    expect(faultIn(await room.post({ ...report, ...change }))).toMatch(said);
  });

  test("says everything that is wrong with it at once, in XML as well", async () => {
    const { statusCode, body } = await openOpen311().post(
      { ...report, address_string: "", description: "я".repeat(4_001) },
      {},
      "requests.xml",
    );
    expect(statusCode).toBe(400);
    expect(body?.match(/<error><code>400<\/code><description>/g)).toHaveLength(2);
  });

  test("in another form than that of a form is refused", async () => {
    const { post } = openOpen311();
    expect(faultIn(await post(report, { "content-type": "application/json" }))).toMatch(/^400 .*urlencoded/);
  });

  test("has to name its jurisdiction where several are served, and the key has to be of that one", async () => {
    const entries = [{ id: "city-app", jurisdiction: "city.example", key: "city-key", centre: "fixture" }, village];
    const room = openOpen311({ entries });
    expect(faultIn(await room.post(report))).toMatch(/^400 jurisdiction_id was not provided/);
    expect(faultIn(await room.get("services.json"))).toMatch(/^400 jurisdiction_id was not provided/);
    expect(faultIn(await room.post({ ...report, jurisdiction_id: "village.example" }))).toMatch(/^403/);
    idIn(await room.post({ ...report, jurisdiction_id: "village.example", api_key: "village-key" }));
    expect((await room.queued())[0]?.signal).toMatchObject({ centre: "village", source: "village-app" });
  });

  test("is refused for a while when an application reports too often", async () => {
    const room = openOpen311();
    const answers = [];
    for (let number = 0; number < 501; number += 1) answers.push(await room.post({ ...report, api_key: "city-key" }));
    expect(faultIn(answers.at(-1) ?? {})).toBe("429 This api_key reports too often.");
    expect(answers.at(-1)?.headers).toMatchObject({ "retry-after": "1" });
  });

  test("that cannot be kept is asked for again, and nothing of it is logged", async () => {
    const room = openOpen311();
    room.table.failNext(new Error("the table is away"));
    expect(faultIn(await room.post(report))).toMatch(/^503/);
    expect(JSON.stringify(room.log)).not.toContain("Советская");
  });
});

describe("the same report again", () => {
  test("within ten minutes is the same one, and later another", async () => {
    const room = openOpen311();
    const first = idIn(await room.post(report));
    room.clock.advance(9 * MINUTE);
    expect(idIn(await room.post(report))).toBe(first);
    room.clock.advance(2 * MINUTE);
    const later = idIn(await room.post(report));
    expect(later).not.toBe(first);
    expect(idIn(await room.post(report))).toBe(later);
    await room.register();
    expect(await room.incidents.read(first)).toMatchObject({ version: 1 });
  });

  test("of other words, or about another place, is another one", async () => {
    const room = openOpen311();
    const first = idIn(await room.post(report));
    expect(idIn(await room.post({ ...report, description: "Другая яма" }))).not.toBe(first);
    expect(idIn(await room.post({ ...report, address_string: "Советская, 14" }))).not.toBe(first);
  });

  test("under one Idempotency-Key is one for as long as keys are kept, and cannot change its words", async () => {
    const room = openOpen311();
    const key = { "idempotency-key": "try-1" };
    const first = idIn(await room.post(report, key));
    room.clock.advance(60 * MINUTE);
    expect(idIn(await room.post(report, key))).toBe(first);
    expect(faultIn(await room.post({ ...report, description: "Другое" }, key))).toMatch(/^422/);
    expect(idIn(await room.post(report, { "idempotency-key": "try-2" }))).not.toBe(first);
  });
});

describe("requests", () => {
  test("that were never made are an empty list in both forms", async () => {
    const { get } = openOpen311();
    expect(rowsIn(await get("requests.json"))).toEqual([]);
    expect((await get("requests.xml")).body).toBe(
      `<?xml version="1.0" encoding="utf-8"?>\n<service_requests></service_requests>\n`,
    );
  });

  test("are shown with what becomes of them", async () => {
    const room = openOpen311();
    const id = idIn(await room.post({ ...report, lat: "52.6", long: "39.57" }));
    await room.register();
    const shown = rowsIn(await room.get(`requests/${id}.json`));
    expect(complaintsOf("requests", shown)).toEqual([]);
    expect(shown).toEqual([
      {
        service_request_id: id,
        status: "open",
        status_notes: null,
        service_name: "Ямы на дороге",
        service_code: "pothole",
        description: "Яма",
        agency_responsible: "Дорожная служба",
        service_notice: null,
        requested_datetime: "2026-03-02T09:00:00Z",
        updated_datetime: "2026-03-02T09:00:00Z",
        expected_datetime: "2026-03-03T09:00:00Z",
        address: "Советская, 12",
        address_id: null,
        zipcode: null,
        lat: 52.6,
        long: 39.57,
        media_url: null,
      },
    ]);
    expect(rowsIn(await room.get(`tokens/${id}.json`))).toEqual([{ service_request_id: id, token: id }]);
    expect((await room.get(`requests/${id}.xml`)).body).toContain("<lat>52.6</lat><long>39.57</long><media_url/>");
  });

  test("that joined another are shown under their own number, with what becomes of that", async () => {
    const known: string[] = [];
    const room = openOpen311({
      match: async () => (known[0] === undefined ? { similar: [] } : { join: [known[0]], similar: [] }),
    });
    const first = idIn(await room.post(report));
    await room.register();
    known.push(first);
    room.clock.advance(60 * MINUTE);
    const second = idIn(await room.post({ ...report, description: "И у дома 14", address_string: "Советская, 14" }));
    await room.register();
    const incident = await room.incidents.read(first);
    if (incident === undefined) throw new Error("The incident of the test is gone.");
    expect(incident.signalCount).toBe(2);
    const answer = { name: "answer", text: "Засыпали обе.", replyId: "r1" } as const;
    const decision = decide(incident, answer, { who: "olga", now: room.clock.now(), centre: fixtureCentre() });
    if (decision.kind !== "changed") throw new Error("The answer of the test was refused.");
    await room.incidents.replace(decision.incident);

    const shown = rowsIn(await room.get(`requests/${second}.json`));

    expect(complaintsOf("requests", shown)).toEqual([]);
    expect(shown).toMatchObject([
      {
        service_request_id: second,
        status: "closed",
        status_notes: "Засыпали обе.",
        description: "И у дома 14",
        address: "Советская, 14",
        requested_datetime: "2026-03-02T10:00:00Z",
      },
    ]);
    expect(rowsIn(await room.get(`tokens/${second}.json`))).toEqual([{ service_request_id: second, token: second }]);

    const taken = { name: "unpublish", why: "чужое имя" } as const;
    const hidden = decide(decision.incident, taken, { who: "olga", now: room.clock.now(), centre: fixtureCentre() });
    if (hidden.kind !== "changed") throw new Error("Taking back was refused.");
    await room.incidents.replace(hidden.incident);
    expect(faultIn(await room.get(`requests/${second}.json`))).toMatch(/^404/);
  });

  test.each(["none", "centre#fixture", "../secrets", "a".repeat(200), "%00"])(
    "that are not there are not found: %s",
    async (id) => {
      const { get } = openOpen311();
      expect(faultIn(await get(`requests/${id}.json`))).toMatch(/^404/);
      expect(faultIn(await get(`tokens/${id}.json`))).toMatch(/^404/);
    },
  );

  test.each(["nothing.json", "services/a/b.json", "tokens.json", ".json", "discovery/x.json"])(
    "nothing is at %s",
    async (path) => {
      expect(faultIn(await openOpen311().get(path))).toMatch(/^404/);
    },
  );

  test("can be asked for by service, status, time and number", async () => {
    const room = openOpen311();
    const pothole = idIn(await room.post(report));
    room.clock.advance(60 * MINUTE);
    const gas = idIn(await room.post({ ...report, service_code: "gas-leak" }));
    await room.register();
    const ids = async (query: Readonly<Record<string, string>>) =>
      rowsIn(await room.get("requests.json", query)).map((row) => row["service_request_id"]);
    expect(await ids({})).toEqual([gas, pothole]);
    expect(await ids({ service_code: "pothole" })).toEqual([pothole]);
    expect(await ids({ service_code: "pothole, gas-leak" })).toEqual([gas, pothole]);
    expect(await ids({ service_code: "other" })).toEqual([]);
    expect(await ids({ status: "open" })).toEqual([gas, pothole]);
    expect(await ids({ status: "closed" })).toEqual([]);
    expect(await ids({ start_date: "2026-03-02T09:30:00Z" })).toEqual([gas]);
    expect(await ids({ end_date: "2026-03-02T12:00:00+03:00" })).toEqual([pothole]);
    expect(await ids({ end_date: "2026-03-02T12:00:00 03:00" })).toEqual([pothole]);
    expect(await ids({ start_date: "2026-01-01T00:00:00Z", end_date: "2026-03-31T00:00:00Z" })).toEqual([gas, pothole]);
    expect(await ids({ service_request_id: `${pothole},none`, status: "closed" })).toEqual([pothole]);
  });

  test("older than ninety days are asked for by name or range", async () => {
    const room = openOpen311();
    const id = idIn(await room.post(report));
    await room.register();
    room.clock.advance(91 * 24 * 60 * MINUTE);
    expect(rowsIn(await room.get("requests.json"))).toEqual([]);
    expect(rowsIn(await room.get("requests.json", { end_date: "2026-03-03T00:00:00Z" }))).toHaveLength(1);
    expect(rowsIn(await room.get("requests.json", { service_request_id: id }))).toHaveLength(1);
  });

  test.each([
    [{ start_date: "yesterday" }, /^400 start_date must be a moment/],
    [{ end_date: "2026-03-02" }, /^400 end_date must be a moment/],
    [{ status: "open,done" }, "400 status must be open or closed."],
    [{ start_date: "2026-01-01T00:00:00Z", end_date: "2026-04-02T00:00:00Z" }, /may not span more than 90 days/],
    [{ start_date: "2026-03-02T00:00:00Z", end_date: "2026-03-01T00:00:00Z" }, /lies after end_date/],
  ])("are not asked for by %o", async (query, said) => {
    expect(faultIn(await openOpen311().get("requests.json", query))).toMatch(said);
  });
});

describe("what everyone may see", () => {
  const staff = { who: "operator-1", now: MONDAY_NOON + MINUTE, centre: fixtureCentre() };
  const openedFrom = async (room: ReturnType<typeof openOpen311>, signal: Partial<Signal>) => {
    const incident = fixtureIncident({ signal: fixtureSignal(signal) });
    await room.incidents.open(incident);
    return incident;
  };
  const after = async (room: ReturnType<typeof openOpen311>, incident: Incident, command: Command) => {
    const decision = decide(incident, command, staff);
    if (decision.kind !== "changed") return decision;
    await room.incidents.replace(decision.incident);
    return decision.incident;
  };
  const comment = { externalId: "wall_reply:-1:1", thread: { owner: "-1", post: "7", comment: "1" } };

  test("is a comment once an operator has published it, and no longer once they have taken it back", async () => {
    const room = openOpen311();
    const incident = await openedFrom(room, comment);
    expect(faultIn(await room.get(`requests/${incident.id}.json`))).toMatch(/^404/);
    const published = await after(room, incident, { name: "publish" });
    expect(rowsIn(await room.get("requests.json"))).toMatchObject([{ service_request_id: incident.id }]);
    if (!("id" in published)) throw new Error("It was not published.");
    expect(published.history.at(-1)).toMatchObject({ what: "published", who: "operator-1" });
    await after(room, published, { name: "unpublish", why: "По просьбе автора" });
    expect(rowsIn(await room.get("requests.json"))).toEqual([]);
    expect(rowsIn(await room.get("requests.json", { service_request_id: incident.id }))).toEqual([]);
  });

  test("is never a private message, whatever an operator says and whatever the table holds", async () => {
    const room = openOpen311();
    const incident = await openedFrom(room, { externalId: "message:1", thread: { message: "1" } });
    expect(await after(room, incident, { name: "publish" })).toMatchObject({ kind: "refused" });
    await room.incidents.replace({ ...incident, public: true, version: 2 });
    expect(rowsIn(await room.get("requests.json"))).toEqual([]);
    expect(faultIn(await room.get(`requests/${incident.id}.json`))).toMatch(/^404/);
  });

  test("is nothing of another centre, and nothing whose citizen has been erased", async () => {
    const room = openOpen311();
    const other = fixtureIncident({ signal: fixtureSignal({ ...comment, centre: "second" }), centre: "second" });
    await room.incidents.open({ ...other, public: true });
    expect(faultIn(await room.get(`requests/${other.id}.json`))).toMatch(/^404/);
    const id = idIn(await room.post(report));
    await room.register();
    await changeSignal(room.incidents, id, (place) => eraseSignal(place, { who: "administrator-1", at: MONDAY_NOON }));
    expect(rowsIn(await room.get("requests.json"))).toEqual([]);
  });

  test("names nobody: neither who wrote, nor what would lead to them", async () => {
    const room = openOpen311();
    const person = {
      first_name: "Феофан",
      last_name: "Примеров",
      email: "feofan@example.org",
      phone: "+7 900 123-45-67",
    };
    const id = idIn(
      await room.post({ ...report, ...person, description: "Яма. Звоните +7 (900) 123-45-67, feofan@example.org" }),
    );
    await room.register();
    const incident = await room.incidents.read(id);
    if (incident === undefined) throw new Error("It was not registered.");
    const text = "Заделаем завтра, вопросы по 8 (4742) 12-34-56 или desk@example.org";
    await after(room, incident, { name: "answer", text, replyId: "reply-1" });
    const [shown] = rowsIn(await room.get(`requests/${id}.json`));
    expect(shown).toMatchObject({ status: "closed", description: expect.stringMatching(/^Яма\. Звоните /) });
    expect(shown?.["status_notes"]).toMatch(/^Заделаем завтра/);
    expect(JSON.stringify(shown)).not.toMatch(/Феофан|Примеров|feofan|123-45-67|12-34-56|desk@/);
  });
});

test("anybody's page may read it", async () => {
  const { headers } = await openOpen311().get("requests.json");
  expect(headers?.["access-control-allow-origin"]).toBe("*");
});

test("nothing is there until a jurisdiction is connected", async () => {
  const { get, post } = openOpen311({ entries: [] });
  expect(faultIn(await get("services.json"))).toBe("404 No jurisdiction is served here.");
  expect(faultIn(await post(report))).toBe("404 No jurisdiction is served here.");
});
