import { describe, expect, it } from "vitest";
import { type Incident, isOpen } from "../../shared/domain/incident/incident.ts";
import type { IncidentState } from "../../shared/domain/incident/incident-state.ts";
import type { Delivery } from "../../shared/domain/incident/reply.ts";
import { entryOf } from "../../shared/domain/signal/joined-signal.ts";
import { MINUTE } from "../../shared/domain/time/instant.ts";
import type { IncidentQueue, Incidents, QueueFilter, QueueRow } from "../../shared/store/ports.ts";
import { fixtureIncident, fixtureSignal, MONDAY_NOON } from "../fixtures/centre.ts";

interface Store {
  readonly incidents: Incidents;
  readonly queue: IncidentQueue;
}

type Query = Omit<Parameters<IncidentQueue["page"]>[0], "cursor">;

/** Every page from the newest on, until there is no cursor. */
const walk = async (queue: IncidentQueue, query: Query): Promise<readonly (readonly QueueRow[])[]> => {
  const pages: (readonly QueueRow[])[] = [];
  let cursor: string | undefined;
  do {
    const page = await queue.page({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
};

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

const newestFirst = (incidents: readonly Incident[]) =>
  incidents.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));

const pick = <T>(values: readonly [T, ...T[]], n: number): T => values[n % values.length] ?? values[0];

/** The newest are done, the oldest open, those between one or the other: pages of both reach different depths. */
const stateOf = (n: number): IncidentState => {
  const done = n >= 20 || (n >= 10 && n % 2 === 0);
  return done ? pick(["closed", "irrelevant", "appeal"], n) : pick(["new", "assigned", "answered"], n);
};

/** Thirty incidents; two at a time share their moment. */
const population = Array.from({ length: 30 }, (_, n): Incident => {
  const createdAt = MONDAY_NOON + Math.floor(n / 2) * MINUTE;
  const { clocks } = fixtureIncident();
  return fixtureIncident({
    id: `incident-${n}`,
    createdAt,
    signal: fixtureSignal({
      id: `incident-${n}`,
      externalId: `wall_${n}`,
      receivedAt: createdAt,
      ...(n % 3 === 0 ? { place: { address: `Советская, ${n}` } } : {}),
    }),
    state: stateOf(n),
    topic: pick(["pothole", "other"], n),
    group: pick(["roads", "housing", "yards"], n),
    territory: pick(["central", "river"], n >> 1),
    authority: pick(["road-service", "administration"], n >> 2),
    clocks: clocks.map((clock) => ({ ...clock, stage: pick(["running", "breached", "met"], n) })),
  });
});

const published = {
  reply: { text: "Засыпали.", kind: "final", at: MONDAY_NOON, who: "olga", state: "published" },
  delivery: { channel: "vk", source: "123", at: MONDAY_NOON, since: MONDAY_NOON, tries: 0 },
} as const;

const filters: readonly (readonly [string, QueueFilter, (incident: Incident, n: number) => boolean])[] = [
  ["nothing", {}, () => true],
  ["state", { state: "assigned" }, ({ state }) => state === "assigned"],
  ["topic", { topic: "pothole" }, ({ topic }) => topic === "pothole"],
  ["group", { group: "yards" }, ({ group }) => group === "yards"],
  ["territory", { territory: "river" }, ({ territory }) => territory === "river"],
  ["authority", { authority: "administration" }, ({ authority }) => authority === "administration"],
  ["stage of the leading clock", { stage: "breached" }, (_, n) => n % 3 === 1],
  ["id", { q: "incident-7" }, ({ id }) => id === "incident-7"],
  ["external id", { q: "wall_8" }, ({ id }) => id === "incident-8"],
  ["beginning of an address", { q: "Советская, 1" }, (_, n) => [12, 15, 18].includes(n)],
  [
    "several things at once",
    { topic: "other", territory: "river", q: "Советская" },
    (_, n) => n % 2 === 1 && (n >> 1) % 2 === 1 && n % 3 === 0,
  ],
  ["something nobody has", { topic: "aliens" }, () => false],
];

const filled = async (open: () => Promise<Store>): Promise<Store> => {
  const store = await open();
  await Promise.all(population.map((incident) => store.incidents.open(incident)));
  return store;
};

/**
 * What every queue promises. `open` gives an empty store whose queue looks at no more than ten incidents at a time, so
 * that filters find little in most of them.
 */
export const incidentQueueContract = (open: () => Promise<Store>): void => {
  describe.each([
    ["open and done together", undefined],
    ["open", true],
    ["done", false],
  ])("%s", (_, wanted) => {
    it.each(filters)("come newest first, each on one page only, filtered by %s", async (_, filter, matches) => {
      const { queue } = await filled(open);
      const expected = newestFirst(
        population.filter(
          (incident, n) => matches(incident, n) && (wanted === undefined || isOpen(incident) === wanted),
        ),
      );
      const query = { centre: "fixture", filter, limit: 4, ...(wanted === undefined ? {} : { open: wanted }) };
      const pages = await walk(queue, query);
      expect(idsOf(pages.flat())).toEqual(idsOf(expected));
      for (const page of pages) expect(page.length).toBeLessThanOrEqual(4);
    });
  });

  it("end with a page that has something on it, also when the last one is full", async () => {
    const { queue } = await filled(open);
    const one = { centre: "fixture", filter: {}, limit: 1 };
    for (const limit of [1, 2, 3, 4, 5, 6].filter((each) => population.length % each === 0)) {
      const pages = await walk(queue, { ...one, limit });
      expect(pages).toHaveLength(population.length / limit);
    }
  });

  it("shows of an incident what a row needs", async () => {
    const { incidents, queue } = await open();
    const urgent = fixtureIncident({ signal: fixtureSignal({ text: "Пахнет газом" }) });
    await incidents.open(urgent);
    const { items } = await queue.page({ centre: urgent.centre, filter: {}, limit: 10 });
    const { id, version, state, createdAt, group, topic, territory, authority, signalCount, clocks } = urgent;
    expect(items).toEqual([
      {
        id,
        version,
        state,
        createdAt,
        group,
        topic,
        territory,
        authority,
        signalCount,
        clocks,
        urgent: true,
        stage: "running",
      },
    ]);
  });

  it("tells incidents whose last reply to somebody waits for a person, closed ones too, until it is settled", async () => {
    const { incidents, queue } = await filled(open);
    const opened = fixtureIncident({ id: "answered" });
    const delivery = { ...published.delivery, signalId: opened.signal.id };
    const withReplies = (...states: readonly Delivery["state"][]) => ({
      ...opened,
      replies: states.map((state, n) => ({ ...published.reply, id: `r${n}`, deliveries: [{ ...delivery, state }] })),
    });
    await incidents.open(opened);
    const steps = [
      [withReplies("waiting"), false],
      [withReplies("failed"), true],
      [withReplies("failed", "sent"), false],
      [withReplies("failed", "sent", "unknown"), true],
      [{ ...withReplies("by-hand"), state: "closed" as const }, true],
      [withReplies("not-possible"), false],
    ] as const;
    for (const [n, [step, waits]] of steps.entries()) {
      await incidents.replace({ ...step, version: n + 2 });
      const pages = await walk(queue, { centre: "fixture", filter: { replies: "unsettled" }, limit: 10 });
      expect(idsOf(pages.flat()), String(n)).toEqual(waits ? ["answered"] : []);
    }
  });

  it("keeps centres apart, even when one's name begins as the other's", async () => {
    const { incidents, queue } = await open();
    await incidents.open(fixtureIncident({ id: "north", centre: "north" }));
    await incidents.open(fixtureIncident({ id: "north-east", centre: "north-east" }));
    expect(idsOf((await walk(queue, { centre: "north", filter: {}, limit: 10 })).flat())).toEqual(["north"]);
    expect(idsOf((await walk(queue, { centre: "north-e", filter: {}, limit: 10 })).flat())).toEqual([]);
  });

  it("moves an incident from the open to the done when it is closed", async () => {
    const { incidents, queue } = await open();
    const opened = fixtureIncident();
    await incidents.open(opened);
    await incidents.replace({ ...opened, version: 2, state: "closed" });
    const page = async (wanted: boolean) =>
      (await queue.page({ centre: opened.centre, open: wanted, filter: {}, limit: 10 })).items;
    expect(await page(true)).toEqual([]);
    expect(await page(false)).toMatchObject([{ id: opened.id, state: "closed", version: 2 }]);
  });

  it("goes on where it was when newer incidents have come in between two pages", async () => {
    const { incidents, queue } = await filled(open);
    const first = await queue.page({ centre: "fixture", filter: {}, limit: 10 });
    await incidents.open(fixtureIncident({ id: "newcomer", createdAt: MONDAY_NOON + 500 * MINUTE }));
    const second = await queue.page({ centre: "fixture", filter: {}, limit: 10, cursor: first.cursor ?? "" });
    expect(idsOf([...first.items, ...second.items])).toEqual(idsOf(newestFirst(population).slice(0, 20)));
  });

  it("finds a private message by its platform's whole name, of which the citizen's part is not kept", async () => {
    const { incidents, queue } = await open();
    const kept = ["message:019d47b1ce4600ff", "message:15cea67d78d2059", "message:2000000066:2169"];
    const unshown = kept.map((externalId, n) =>
      fixtureIncident({ id: `private-${n}`, signal: fixtureSignal({ externalId }) }),
    );
    for (const incident of unshown) await incidents.open(incident);
    const names = ["mid.000000000adf429c019d47b1ce4600ff", "mid:C3ecb9d02a600.15cea67d78d2059", "2000000066:2169"];
    for (const [n, q] of names.entries())
      expect(idsOf((await queue.page({ centre: "fixture", filter: { q }, limit: 5 })).items)).toEqual([`private-${n}`]);
  });

  it("finds an incident by any of its signals: by the id, or the platform's own", async () => {
    const { incidents, queue } = await open();
    const joined = [2, 3].map((n) => entryOf(fixtureSignal({ externalId: `wall_${n}` })));
    const several = { ...fixtureIncident(), joined, signalCount: 3 };
    await incidents.open(several);
    await incidents.open(fixtureIncident({ signal: fixtureSignal({ externalId: "wall_23" }), id: "another" }));
    for (const q of ["wall_1", "wall_2", "wall_3", joined[1]?.id ?? "", several.id]) {
      const { items } = await queue.page({ centre: several.centre, open: true, filter: { q }, limit: 5 });
      expect(idsOf(items)).toEqual([several.id]);
    }
    expect((await queue.page({ centre: several.centre, open: true, filter: { q: "wall" }, limit: 5 })).items).toEqual(
      [],
    );
    expect(await incidents.read(several.id)).toStrictEqual(several);
  });
};
