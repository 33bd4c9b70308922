import { describe, expect, test } from "vitest";
import { commandIncident } from "../../functions/api/command-incident.ts";
import { claimStage } from "../../functions/claim/claim-stage.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import { HOUR } from "../../shared/domain/instant.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { toItem } from "../../shared/store/incident-item.ts";
import { memoryAssignments } from "../doubles/memory-assignments.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryTable, type StoreTable } from "../doubles/memory-table.ts";
import { fixtureCentre, fixtureIncident, MONDAY_NOON } from "../fixtures/centre.ts";
import { everyOrderOf, type Situation, type Turn } from "../fixtures/interleavings.ts";

type Command = "assign" | "answer" | "close";

const bodies = {
  assign: { authority: "administration" },
  answer: { text: "Готово" },
  close: { why: "дубль" },
} as const satisfies Record<Command, object>;

/** The reaction of the fixture is due after three hours: a moment before, nothing of its breach is to be claimed. */
const BEFORE = MONDAY_NOON + 3 * HOUR - 1;
const DUE = BEFORE + 1;

const counter = { add: () => {} };

/** One incident whose reaction is about to be breached, and nothing else pending. */
const subject = (): Incident => {
  const whole = fixtureIncident();
  const clocks = whole.clocks
    .filter(({ kind }) => kind === "reaction")
    .map((clock) => ({ ...clock, stage: "warned-90" as const, ahead: { breached: DUE } }));
  return { ...whole, clocks };
};

const incidentsOver = (memory: (table: StoreTable) => Incidents, table: StoreTable, turn: Turn): Incidents => {
  const stored = memory(table);
  return {
    ...stored,
    find: (id) => turn("read", () => stored.find(id)),
    read: (id) => turn("read", () => stored.read(id)),
    replace: (incident) => turn("replace", () => stored.replace(incident)),
  };
};

/** Claims, commands and the deadline itself, on one incident; every read and write of theirs is one step. */
const raceOf =
  (names: readonly string[], memory: (table: StoreTable) => Incidents = memoryIncidents) =>
  async (): Promise<Situation> => {
    const table = memoryTable();
    const incident = subject();
    await memoryIncidents(table).open(incident);
    let now = BEFORE;
    let stored: Incident = incident;
    const writes: number[] = [];
    const watched: StoreTable = {
      ...table,
      write: async (item, allowed) => {
        const answer = await table.write(item, allowed);
        if (answer.written) {
          stored = (await memoryIncidents(table).read(incident.id)) ?? stored;
          writes.push(stored.version);
        }
        return answer;
      },
    };
    const done: { readonly command: Command; readonly version: number }[] = [];
    let claimed = 0;

    const claim = async (turn: Turn): Promise<void> => {
      const work = claimStage({ incidents: incidentsOver(memory, watched, turn), now: () => now, counter });
      const answer = await work(incident.id);
      if (answer.kind === "claimed") claimed += answer.stages;
    };
    const command = (name: Command) => async (turn: Turn) => {
      const carryOut = commandIncident({
        incidents: incidentsOver(memory, watched, turn),
        assignments: memoryAssignments(),
        centre: async () => fixtureCentre(),
        now: () => now,
        counter,
      });
      const asked = { id: incident.id, command: name, ifMatch: '"1"', json: bodies[name] };
      const answer = await carryOut(asked, { id: "operator-1", role: "operator", centre: incident.centre });
      if (answer.statusCode === 200) done.push({ command: name, version: 2 });
    };
    const acts: Readonly<Record<string, (turn: Turn) => Promise<unknown>>> = {
      moment: (turn) => turn("comes", async () => void (now = DUE)),
      claim,
      "another claim": claim,
      assign: command("assign"),
      answer: command("answer"),
      close: command("close"),
    };

    return {
      actors: Object.fromEntries(names.map((name) => [name, acts[name] ?? claim])),
      state: () => JSON.stringify([now, stored.version, stored.state, stored.history.map(({ what }) => what), done]),
      verify: () => {
        const stages = stored.history.filter(({ what }) => what === "stage");
        expect(stages.length, "a stage is claimed once").toBeLessThanOrEqual(1);
        expect(claimed, "no more is announced than was written").toBeLessThanOrEqual(stages.length);
        expect(writes, "each version is written once").toEqual(writes.map((_, place) => place + 2));
        expect(done.length, "of commands that have seen the same version one is done").toBeLessThanOrEqual(1);
        for (const { command: name, version } of done) {
          const kept = stored.history.find((entry) => entry.version === version)?.what;
          expect(kept, "what was acknowledged is kept").toMatch(new RegExp(`^${name}`));
          expect(
            stages.filter((stage) => stage.version > version),
            "nothing is raised afterwards",
          ).toEqual([]);
        }
      },
    };
  };

describe("on one incident, in every order of reads and writes, with anybody dying at any step", () => {
  test.each([
    { actors: ["claim", "answer", "moment"], orders: 72, states: 30 },
    { actors: ["claim", "close", "moment"], orders: 72, states: 30 },
    { actors: ["claim", "another claim", "answer", "moment"], orders: 1_026, states: 104 },
    { actors: ["claim", "assign", "answer", "moment"], orders: 1_434, states: 122 },
    { actors: ["claim", "answer", "close", "moment"], orders: 1_434, states: 122 },
  ])(
    "$actors leave one story in at least $orders orders of $states states",
    { timeout: 60_000 },
    async ({ actors, orders, states }) => {
      const explored = await everyOrderOf(raceOf(actors));
      expect(explored.orders).toBeGreaterThanOrEqual(orders);
      expect(explored.states).toBeGreaterThanOrEqual(states);
    },
  );

  test("a write without its condition does not", async () => {
    const unconditional = (table: StoreTable): Incidents => ({
      ...memoryIncidents(table),
      replace: async (incident) => {
        await table.write(toItem(incident));
        return "replaced";
      },
    });
    await expect(everyOrderOf(raceOf(["claim", "answer", "moment"], unconditional))).rejects.toThrow(
      /claimed once|written once|kept|afterwards/,
    );
  });
});
