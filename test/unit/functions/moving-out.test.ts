import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { importRows } from "../../../functions/import/import-rows.ts";
import { exportReport } from "../../../shared/contracts/export.ts";
import { imColumns, imDurations } from "../../../shared/contracts/im-columns.ts";
import { decide } from "../../../shared/domain/incident/decide.ts";
import type { Incident } from "../../../shared/domain/incident/incident.ts";
import { DAY, HOUR } from "../../../shared/domain/time/instant.ts";
import { sealIdentity } from "../../../shared/platform/sealed-identity.ts";
import { readTable } from "../../../shared/tables/read-table.ts";
import { writeTable } from "../../../shared/tables/write-table.ts";
import { memoryPseudonyms } from "../../doubles/memory-keys.ts";
import { memoryPosNumbers } from "../../doubles/memory-pos-numbers.ts";
import { type Asking, apiRequest, openApiRoom, staff } from "../../fixtures/api.ts";
import { fixtureCentre, fixtureIncident, fixtureSignal, MONDAY_NOON } from "../../fixtures/centre.ts";
import { imRow, imRows, openImRow } from "../../fixtures/im-rows.ts";

type Row = Readonly<Record<string, string>>;

const centre = fixtureCentre();
const administrator = staff("administrator");

const openRoom = () => {
  const room = openApiRoom();
  const importing = importRows({
    incidents: room.incidents,
    identities: room.identities,
    posNumbers: memoryPosNumbers(room.table),
    sealer: room.sealer,
    pseudonymOf: memoryPseudonyms(),
    centre: async () => centre,
    now: room.clock.now,
  });
  const ask = (body: unknown, as: NonNullable<Asking["as"]> = administrator) =>
    room.answer(apiRequest("POST /api/centres/{centre}/export", { as, body, path: { centre: "fixture" } }));
  const moveOut = async (period = {}): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    let cursor: string | undefined;
    do {
      const answer = await ask({ ...period, ...(cursor === undefined ? {} : { cursor }) });
      expect(answer.statusCode).toBe(200);
      const page = exportReport.parse(JSON.parse(answer.body ?? ""));
      rows.push(...page.rows);
      cursor = page.cursor;
    } while (cursor !== undefined);
    const order = (row: Row) => `${row[imColumns.createdAt]} ${row[imColumns.id]}`;
    return rows.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  };
  const moveIn = (rows: readonly Row[]) =>
    importing({
      centre: "fixture",
      form: "im",
      dryRun: false,
      rows: rows.map((cells, place) => ({ number: place + 2, cells: { ...cells } })),
    });
  return { ...room, ask, moveIn, moveOut };
};

const carriedOut = (incident: Incident, command: Parameters<typeof decide>[1], now: number): Incident => {
  const decision = decide(incident, command, { who: "olga", now, centre });
  if (decision.kind !== "changed") throw new Error(`It cannot be done: ${decision.kind}.`);
  return decision.incident;
};

/** Incidents that came by themselves: a comment that was answered and closed, a dialogue with a formula in it, a form. */
const ownIncidents = (): readonly Incident[] => {
  const comment = fixtureIncident({
    signal: fixtureSignal({
      externalId: "wall_reply:-123:700",
      text: "Яма\r\nво дворе\u0000 'у школы' ",
      thread: { kind: "wall", owner: "-123", post: "70", comment: "700" },
      page: "vk.com/club123",
      reach: { audience: 500, likes: 3, reposts: 1 },
      sentAt: MONDAY_NOON - 5 * HOUR,
      receivedAt: MONDAY_NOON - 5 * HOUR + 217,
    }),
  });
  const assigned = carriedOut(comment, { name: "assign", authority: "road-service" }, MONDAY_NOON - 4 * HOUR);
  const answered = carriedOut(assigned, { name: "answer", text: "Засыплем.", replyId: "r1" }, MONDAY_NOON - HOUR + 33);
  return [
    carriedOut(answered, { name: "close", why: "Автор доволен" }, MONDAY_NOON - 1),
    fixtureIncident({
      signal: fixtureSignal({ externalId: "2", text: "=SUM(A1)", place: { address: "-Зелёная, 5" } }),
    }),
    fixtureIncident({ signal: fixtureSignal({ channel: "form", source: "form", externalId: "3", text: "" }) }),
    fixtureIncident({ signal: fixtureSignal({ channel: "form", externalId: "4", text: "я".repeat(20_000) }) }),
  ];
};

const directory = (): string => {
  const path = mkdtempSync(join(tmpdir(), "otklik-export-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};

/** What a person has who writes the rows to a file and opens it again. */
const throughFile = async (rows: readonly Row[], name: string): Promise<readonly Row[]> => {
  const path = join(directory(), name);
  const figures = new Set<string>(imDurations.map((column) => imColumns[column]));
  await writeTable(path, { columns: Object.values(imColumns), rows, figures });
  const read: Row[] = [];
  for await (const { cells } of readTable(path)) read.push(Object.fromEntries(cells));
  return read;
};

describe("moving out", () => {
  test.each(["all.csv", "all.xlsx"])(
    "what goes out in %s, comes into an empty centre and goes out is the same",
    async (name) => {
      const [old, empty] = [openRoom(), openRoom()];
      for (const incident of ownIncidents()) await old.incidents.open(incident);
      await old.moveIn([...imRows(), imRow(), imRow({ id: "10000009", answer: "'Другой текст" })]);
      const first = await old.moveOut();
      expect(first).toHaveLength(46);
      const report = await empty.moveIn(await throughFile(first, name));
      expect(report).toMatchObject({ outcomes: { opened: 46 }, faults: [], differences: [] });
      expect(await empty.moveOut()).toEqual(first);
    },
  );

  test("a row that came in goes out as it was, with the durations that its times say", async () => {
    const room = openRoom();
    await room.moveIn([imRow({ took: "", note: "Обещано до мая" })]);
    const [row] = await room.moveOut();
    const given = imRow({ note: "Обещано до мая" });
    const seconds = (cell: string | undefined) => Math.round((Number(cell) * DAY) / 1000);
    expect(seconds(row?.[imColumns.reactionTook])).toBe(45 * 60);
    expect(seconds(row?.[imColumns.answerTookOfWork])).toBe(90 * 60);
    expect({ ...row, [imColumns.reactionTook]: given[imColumns.reactionTook] }).toEqual({
      ...given,
      [imColumns.took]: "2",
    });
  });

  test("what has been done here stands in the place of what the other system said", async () => {
    const room = openRoom();
    await room.moveIn([openImRow("2026-03-02 11:00:00", { tags: "двор", messageUrl: "" })]);
    const [id] = (await room.list()).body?.match(/[\w-]{22}/) ?? [];
    const incident = await room.incidents.read(id ?? "");
    if (incident === undefined) throw new Error("It is not there.");
    await room.incidents.replace(carriedOut(incident, { name: "close", why: "Повтор" }, MONDAY_NOON + HOUR));
    expect((await room.moveOut())[0]).toMatchObject({
      [imColumns.id]: "10000001",
      [imColumns.step]: "Готово",
      [imColumns.closedAt]: "2026-03-02 13:00:00",
      [imColumns.closedWhy]: "Повтор",
      [imColumns.tags]: "двор",
    });
  });

  test("goes out of a period alone", async () => {
    const room = openRoom();
    await room.moveIn(imRows());
    const rows = await room.moveOut({ from: "2026-02-27T00:00:00+03:00", to: "2026-02-28T00:00:00+03:00" });
    expect(rows).toHaveLength(10);
  });

  test("is for administrators, and each author that is shown stands in the history", async () => {
    const room = openRoom();
    const [incident] = ownIncidents();
    if (incident === undefined) throw new Error("There is none.");
    await room.incidents.open({ ...incident, signal: { ...incident.signal, citizen: "somebody" } });
    await room.identities.keep({
      citizen: "somebody",
      sealed: await sealIdentity(room.sealer, "somebody", {
        id: "42",
        centre: "fixture",
        channel: "vk",
        source: "123",
      }),
      signalId: incident.id,
      keptUntil: MONDAY_NOON + DAY,
    });
    expect((await room.ask({}, staff("supervisor"))).statusCode).toBe(403);
    expect((await room.incidents.read(incident.id))?.version).toBe(incident.version);
    expect((await room.moveOut())[0]).toMatchObject({ [imColumns.authorUrl]: "https://vk.com/id42" });
    const { history = [] } = (await room.incidents.read(incident.id)) ?? {};
    expect(history.at(-1)).toMatchObject({ what: "author-read", who: "administrator-1", why: "export" });
  });

  test("writes over no file", async () => {
    const path = join(directory(), "all.csv");
    const table = { columns: ["a"], rows: [{ a: "1" }], figures: new Set<string>() };
    await writeTable(path, table);
    await expect(writeTable(path, table)).rejects.toThrow("is there such a file already?");
  });
});
