import { describe, expect, test } from "vitest";
import { importRows } from "../../../functions/import/import-rows.ts";
import { incidentEvents } from "../../../shared/contracts/events-of.ts";
import { imColumns } from "../../../shared/contracts/im-columns.ts";
import type { ImportReport } from "../../../shared/contracts/import.ts";
import { signalId } from "../../../shared/domain/ids.ts";
import { claimStages } from "../../../shared/domain/incident/claim-stages.ts";
import { decide } from "../../../shared/domain/incident/decide.ts";
import type { Write } from "../../../shared/domain/incident/held.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { eraseSignal } from "../../../shared/domain/incident/personal-data.ts";
import { DAY, HOUR } from "../../../shared/domain/time/instant.ts";
import { openIdentity } from "../../../shared/platform/sealed-identity.ts";
import { envelopeSealer } from "../../../shared/platform/sealing.ts";
import type { IdentityOfSignals } from "../../../shared/store/identity-ports.ts";
import { memoryIdentities } from "../../doubles/memory-identities.ts";
import { memoryIncidents } from "../../doubles/memory-incidents.ts";
import { memoryKeys, memoryPseudonyms } from "../../doubles/memory-keys.ts";
import { memoryPosNumbers } from "../../doubles/memory-pos-numbers.ts";
import { memoryTable } from "../../doubles/memory-table.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";
import { imRow, imRows, openImRow } from "../../fixtures/im-rows.ts";

const centre = fixtureCentre();
const ID = signalId("vk", "123", "wall_reply:-123:501");

const posMapping = {
  columns: {
    number: "Номер",
    createdAt: "Поступило",
    text: "Описание",
    status: "Статус",
    dueAt: "Срок",
    topic: "Категория",
    author: "Заявитель",
    address: "Адрес",
  },
  states: { "В работе": "in-work", Решено: "closed" },
};

const posRow = (overrides: Record<string, string> = {}): Record<string, string> => ({
  Номер: "2026-03-77",
  Поступило: "02.03.2026 10:00",
  Описание: "Во дворе яма",
  Статус: "В работе",
  Срок: "20.03.2026",
  Категория: "Ямы на дороге",
  Заявитель: "Пётр Невыдуманный",
  Адрес: "Зелёная, 5",
  ...overrides,
});

const POS_ID = signalId("pos", "pos", "2026-03-77");

const pseudonymOf = memoryPseudonyms();

const openRoom = (now = MONDAY_NOON) => {
  const table = memoryTable();
  const incidents = memoryIncidents(table);
  const posNumbers = memoryPosNumbers(table);
  const identities = memoryIdentities();
  const asked: string[] = [];
  let powerFor = Number.POSITIVE_INFINITY;
  let busyFor = 0;
  const told =
    <Args extends readonly unknown[], Answer>(name: string, call: (...args: Args) => Promise<Answer>) =>
    (...args: Args): Promise<Answer> => {
      asked.push(name);
      return asked.length > powerFor ? Promise.reject(new Error("The power is gone.")) : call(...args);
    };
  const sealer = envelopeSealer(memoryKeys(), () => 0);
  const work = importRows({
    incidents: {
      findAll: told("find", (ids: readonly string[]) => incidents.findAll(ids)),
      together: told("write", (writes: readonly Write[]) =>
        busyFor-- > 0 ? Promise.resolve("busy" as const) : incidents.together(writes),
      ),
      replace: told("write", (incident: Incident) => incidents.replace(incident)),
    },
    identities: {
      readAll: told("read authors", (citizens: readonly string[]) => identities.readAll(citizens)),
      keepAll: told("keep authors", (all: readonly IdentityOfSignals[]) => identities.keepAll(all)),
    },
    posNumbers,
    sealer,
    pseudonymOf,
    centre: () => Promise.resolve(centre),
    now: () => now,
  });
  const bringPos = (rows: readonly Record<string, string>[]): Promise<ImportReport> =>
    work({
      centre: "fixture",
      form: "pos",
      dryRun: false,
      mapping: posMapping,
      rows: rows.map((cells, place) => ({ number: place + 2, cells })),
    });
  const bring = (rows: readonly Record<string, string>[], dryRun = false): Promise<ImportReport> =>
    work({
      centre: "fixture",
      form: "im",
      dryRun,
      rows: rows.map((cells, place) => ({ number: place + 2, cells })),
    });
  const read = async (id = ID): Promise<Incident> => {
    const found = await incidents.read(id);
    if (found === undefined) throw new Error(`There is no incident ${id}.`);
    return found;
  };
  const cutPower = (afterRequests: number): void => {
    asked.length = 0;
    powerFor = afterRequests;
  };
  const keepBusy = (requests: number): void => void (busyFor = requests);
  return { table, asked, cutPower, keepBusy, incidents, identities, posNumbers, sealer, bring, bringPos, read, work };
};

describe("moving in", () => {
  test("a row becomes the incident of the message that it names, with its matter, answers and moments", async () => {
    const { bring, read } = openRoom();
    expect((await bring([imRow()])).outcomes).toEqual({ opened: 1 });
    expect(await read()).toMatchObject({
      state: "closed",
      createdAt: Date.parse("2026-02-24T09:00:00+03:00"),
      group: "roads",
      topic: "pothole",
      territory: "river",
      authority: "road-service",
      signal: { channel: "vk", source: "123", text: "Во дворе яма глубиной по колено" },
      replies: [{ text: "Бригада приедет завтра.", kind: "final", state: "published", deliveries: [] }],
      imported: { id: "10000001", cells: { outcome: "Разъяснено", tags: "дорога" } },
    });
  });

  test("who wrote it is sealed among the identities, under the pseudonym of their channel", async () => {
    const { bring, read, identities, sealer } = openRoom();
    await bring([imRow()]);
    const citizen = await pseudonymOf({ channel: "vk", source: "123", id: "9001" });
    const { signal, imported } = await read();
    expect(signal.citizen).toBe(citizen);
    expect(JSON.stringify(imported)).not.toContain("id9001");
    const kept = await identities.read(citizen);
    expect(await openIdentity(sealer, citizen, kept?.sealed ?? new Uint8Array())).toMatchObject({
      id: "9001",
      contact: "https://vk.com/id9001",
    });
  });

  test("a dry run says the same and writes nothing", async () => {
    const { bring, incidents, identities } = openRoom();
    expect((await bring(imRows(), true)).outcomes).toEqual({ opened: 40 });
    expect(await incidents.find(ID)).toBeUndefined();
    expect(identities.size).toBe(0);
    expect((await bring(imRows())).outcomes).toEqual({ opened: 40 });
  });

  test("what was imported changes nothing when it comes again", async () => {
    const { bring, read } = openRoom();
    await bring([imRow(), ...imRows()]);
    const before = await read();
    expect((await bring([imRow(), ...imRows()])).outcomes).toEqual({ known: 41 });
    expect(await read()).toEqual(before);
  });

  test("a row that says something new is taken, until somebody works on the incident", async () => {
    const { bring, read, incidents } = openRoom();
    await bring([openImRow("2026-03-02 11:00:00")]);
    const assigned = openImRow("2026-03-02 11:00:00", { assignedAt: "2026-03-02 11:30:00" });
    expect((await bring([assigned])).outcomes).toEqual({ updated: 1 });
    expect(await read()).toMatchObject({
      version: 2,
      clocks: [{ kind: "reaction", stage: "met" }, { kind: "answer" }],
    });

    const step = decide(
      await read(),
      { name: "close", why: "Повтор" },
      { who: "olga", now: MONDAY_NOON + HOUR, centre },
    );
    if (step.kind !== "changed") throw new Error("It cannot be closed.");
    await incidents.replace(step.incident);
    expect((await bring([imRow()])).outcomes).toEqual({ "worked-on": 1 });
    expect(await read()).toEqual(step.incident);
  });

  test("a message that has come by itself keeps its incident", async () => {
    const { bring, read, incidents } = openRoom();
    const own = fixtureIncident({ signal: fixtureSignal({ id: ID, externalId: "wall_reply:-123:501" }) });
    await incidents.open(own);
    expect((await bring([imRow()])).outcomes).toEqual({ arrived: 1 });
    expect(await read()).toEqual(own);
  });

  test("two rows of one message are two incidents, however often they come", async () => {
    const { bring } = openRoom();
    const rows = [imRow(), imRow({ id: "10000002", topic: "Запах газа", group: "ЖКХ" })];
    expect((await bring(rows)).outcomes).toEqual({ opened: 2 });
    expect((await bring(rows.toReversed())).outcomes).toEqual({ known: 2 });
  });

  test("what was erased stays erased", async () => {
    const { bring, read, incidents, identities } = openRoom();
    await bring([imRow()]);
    const incident = await read();
    await incidents.together(
      eraseSignal({ home: { kind: "incident", incident }, incident }, { who: "anna", at: MONDAY_NOON }),
    );
    await identities.unlink(incident.signal.citizen ?? "", ID);
    expect((await bring([imRow({ note: "Новое" })])).outcomes).toEqual({ "worked-on": 1 });
    expect(identities.size).toBe(0);
    const { signal, imported, replies } = await read();
    expect([signal.text, imported?.cells, replies.map(({ text }) => text)]).toEqual(["", undefined, [""]]);
  });

  test("what the centre would keep no more is left out", async () => {
    const { bring } = openRoom(MONDAY_NOON + 3000 * DAY);
    expect((await bring([imRow()])).outcomes).toEqual({ expired: 1 });
  });
});

describe("a long history", () => {
  const ofRows = (length: number) =>
    Array.from({ length }, (_, n) =>
      imRow({ id: String(10_001_000 + n), messageUrl: `https://vk.com/wall-123_77?reply=${9000 + n}` }),
    );

  test("takes a few requests for hundreds of rows, and one to see that it is known", async () => {
    const { bring, asked } = openRoom();
    const history = ofRows(200);
    expect((await bring(history)).outcomes).toEqual({ opened: 200 });
    expect(asked.length).toBeLessThan(20);
    asked.length = 0;
    expect((await bring(history)).outcomes).toEqual({ known: 200 });
    expect(asked).toEqual(["find"]);
  });

  test("broken off anywhere and given again is what it would have been at once", async () => {
    const history = ofRows(52);
    const whole = openRoom();
    await whole.bring(history);
    const [beforeAuthors, beforeMessages, inBetween] = [1, 3, 5];
    for (const request of [beforeAuthors, beforeMessages, inBetween]) {
      const room = openRoom();
      room.cutPower(request);
      await expect(room.bring(history)).rejects.toThrow("power");
      room.cutPower(Number.POSITIVE_INFINITY);
      const { opened = 0, known = 0 } = (await room.bring(history)).outcomes;
      expect(opened + known).toBe(52);
      expect(await room.table.everything()).toEqual(await whole.table.everything());
      expect(room.identities.size).toBe(whole.identities.size);
    }
  });

  test("is written while others are at work on some of it", async () => {
    const room = openRoom();
    const history = ofRows(52);
    room.keepBusy(3);
    expect((await room.bring(history)).outcomes).toEqual({ opened: 52 });
    expect((await room.bring(history)).outcomes).toEqual({ known: 52 });
  });
});

describe("what has passed", () => {
  test("is told to nobody: one event says that an incident has come, and stages behind it raise none", async () => {
    const { bring, read } = openRoom();
    await bring([openImRow("2026-02-27 12:00:00")]);
    const incident = await read();
    expect(incident.clocks.map(({ kind, stage }) => [kind, stage])).toEqual([
      ["reaction", "escalated"],
      ["answer", "breached"],
    ]);
    expect(incidentEvents(incident, 0).map(({ type, data }) => [type, data])).toMatchObject([
      ["IncidentChanged", { what: "imported" }],
    ]);
    expect(claimStages(incident, MONDAY_NOON)).toBeUndefined();
  });

  test("ends with the import: later stages are announced as of any other incident", async () => {
    const { bring, read } = openRoom();
    await bring([openImRow("2026-03-02 11:00:00")]);
    const claimed = claimStages(await read(), MONDAY_NOON + 2 * HOUR);
    expect(claimed?.passed.map(({ clock, stage }) => [clock, stage])).toContainEqual(["reaction", "breached"]);
    expect(claimed?.passed.every(({ moment }) => moment > MONDAY_NOON)).toBe(true);
  });

  test("an incident that is worked on after a first answer awaits the final one, by the centre's norm", async () => {
    const { bring, read } = openRoom();
    await bring([imRow({ step: "В работе", closedAt: "", took: "" })]);
    const { state, replies, history } = await read();
    expect([state, replies[0]?.kind]).toEqual(["in-work", "interim"]);
    expect(history.map(({ what, version }) => [what, version])).toContainEqual(["interim-answered", 0]);
  });
});

describe("what is said of rows", () => {
  test("a cell that has another form than its column is named, and its row left out", async () => {
    const { bring } = openRoom();
    const bad = imRow({ createdAt: "вчера", audience: "много", surveySent: "может быть", took: "долго", id: "" });
    const { outcomes, faults } = await bring([imRow(), bad]);
    expect(outcomes).toEqual({ opened: 1, refused: 1 });
    const named = [imColumns.createdAt, imColumns.audience, imColumns.surveySent, imColumns.took, imColumns.id];
    expect(faults.every(({ row }) => row === 3)).toBe(true);
    expect(new Set(faults.map(({ column }) => column))).toEqual(new Set(named));
    expect(JSON.stringify(faults)).not.toMatch(/вчера|много|долго/);
  });

  test("names that the centre does not have are told, and what bears them falls where the centre's data say", async () => {
    const { bring, read } = openRoom();
    const { unknown } = await bring([imRow({ topic: "Другая тема", executor: "Другая служба", department: "" })]);
    expect(unknown).toEqual([
      { row: 2, column: imColumns.topic, name: "Другая тема" },
      { row: 2, column: imColumns.executor, name: "Другая служба" },
    ]);
    expect(await read()).toMatchObject({ topic: "other", imported: { cells: { topic: "Другая тема" } } });
  });

  test("durations are reckoned from the times, and told where the file has others", async () => {
    const { bring } = openRoom();
    expect((await bring([imRow()])).differences).toEqual([]);
    const { differences } = await bring([imRow({ id: "10000003", messageUrl: "", took: "3.5" })]);
    expect(differences).toEqual([{ row: 2, column: imColumns.took, given: 3.5 * DAY, reckoned: 2 * DAY }]);
  });
});

describe("what stands on «Решаем вместе»", () => {
  test("comes in by the centre's own mapping, with its number, status and due date, once", async () => {
    const { bringPos, read, identities } = openRoom();
    expect((await bringPos([posRow()])).outcomes).toEqual({ opened: 1 });
    const incident = await read(POS_ID);
    const dueAt = Date.parse("2026-03-20T23:59:59+03:00");
    expect(incident).toMatchObject({
      state: "in-work",
      topic: "pothole",
      createdAt: Date.parse("2026-03-02T10:00:00+03:00"),
      signal: { channel: "pos", text: "Во дворе яма", dueAt },
      pos: { number: "2026-03-77", status: "В работе", dueAt },
    });
    expect(identities.size).toBe(1);
    expect(JSON.stringify(incident)).not.toContain("Невыдуманный");
    expect((await bringPos([posRow()])).outcomes).toEqual({ known: 1 });
    expect(await read(POS_ID)).toEqual(incident);
  });

  test("brings a new status to an incident that is worked on, and leaves the work as it is", async () => {
    const { bringPos, read, incidents } = openRoom();
    await bringPos([posRow()]);
    const step = decide(
      await read(POS_ID),
      { name: "interim", text: "Смотрим.", replyId: "r1" },
      { who: "olga", now: MONDAY_NOON, centre },
    );
    if (step.kind !== "changed") throw new Error("It cannot be answered.");
    await incidents.replace(step.incident);
    const later = posRow({ Статус: "Продлено", Срок: "25.03.2026" });
    const { outcomes, unknown } = await bringPos([later]);
    expect(outcomes).toEqual({ updated: 1 });
    expect(unknown).toEqual([{ row: 2, column: "Статус", name: "Продлено" }]);
    const after = await read(POS_ID);
    expect(after).toMatchObject({ state: "interim-answered", pos: { status: "Продлено" }, replies: [{ id: "r1" }] });
    await bringPos([later]);
    expect(await read(POS_ID)).toEqual(after);
  });

  test("goes to the incident of another channel that its number was entered on, and opens no second one", async () => {
    const { bringPos, read, incidents, posNumbers } = openRoom();
    const entered = fixtureIncident({ pos: { number: "2026-03-77", dueAt: MONDAY_NOON + DAY } });
    await incidents.open(entered);
    await posNumbers.note("fixture", "2026-03-77", entered.id, MONDAY_NOON + DAY);
    expect((await bringPos([posRow({ Срок: "" })])).outcomes).toEqual({ updated: 1 });
    expect(await incidents.find(POS_ID)).toBeUndefined();
    const after = await read(entered.id);
    expect(after).toMatchObject({
      state: "new",
      signal: entered.signal,
      pos: { number: "2026-03-77", status: "В работе", dueAt: MONDAY_NOON + DAY },
    });
    expect((await bringPos([posRow({ Срок: "" })])).outcomes).toEqual({ known: 1 });
    expect(await read(entered.id)).toEqual(after);
  });

  test("brings nothing back to an incident whose citizen's data were erased, and opens none", async () => {
    const { bringPos, incidents, posNumbers } = openRoom();
    const entered = fixtureIncident({ pos: { number: "2026-03-77" } });
    await incidents.open(entered);
    await posNumbers.note("fixture", "2026-03-77", entered.id, MONDAY_NOON + DAY);
    const place = { home: { kind: "incident" as const, incident: entered }, incident: entered };
    await incidents.together(eraseSignal(place, { who: "anna", at: MONDAY_NOON }));
    expect((await bringPos([posRow()])).outcomes).toEqual({ "worked-on": 1 });
    expect(await incidents.find(POS_ID)).toBeUndefined();
  });

  test("has an incident of its own when the number was replaced by another one since", async () => {
    const { bringPos, incidents, posNumbers } = openRoom();
    const entered = fixtureIncident({ pos: { number: "2026-03-78" } });
    await incidents.open(entered);
    await posNumbers.note("fixture", "2026-03-77", entered.id, MONDAY_NOON + DAY);
    expect((await bringPos([posRow()])).outcomes).toEqual({ opened: 1 });
  });

  test("is named by row and column where a cell has another form, and refused without a mapping", async () => {
    const { bringPos, work } = openRoom();
    const { outcomes, faults } = await bringPos([posRow({ Срок: "скоро", Номер: "" })]);
    expect(outcomes).toEqual({ refused: 1 });
    expect(faults.map(({ row, column }) => `${row} ${column}`).toSorted()).toEqual(["2 Номер", "2 Срок"]);
    const request = { centre: "fixture", form: "pos", dryRun: true, rows: [{ number: 2, cells: posRow() }] };
    await expect(work(request)).rejects.toThrow("imports.json");
  });
});
