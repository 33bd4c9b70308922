import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { commandIncident } from "../../functions/api/command-incident.ts";
import { claimStage } from "../../functions/claim/claim-stage.ts";
import { sweep } from "../../functions/watch/sweep.ts";
import type { DueMessage } from "../../shared/contracts/due-message.ts";
import type { Clock } from "../../shared/domain/clock/clock.ts";
import type { Command } from "../../shared/domain/incident/command.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { HOUR, MINUTE } from "../../shared/domain/time/instant.ts";
import { toItem } from "../../shared/store/incident-item.ts";
import type { Incidents } from "../../shared/store/ports.ts";
import { memoryAssignments } from "../doubles/memory-assignments.ts";
import { memoryIdentities } from "../doubles/memory-identities.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryPosNumbers } from "../doubles/memory-pos-numbers.ts";
import { memoryQueueSender } from "../doubles/memory-queue-sender.ts";
import { memoryTable, type StoreTable } from "../doubles/memory-table.ts";
import { memoryWatchList } from "../doubles/memory-watch.ts";
import { recordingLog } from "../doubles/recording-log.ts";
import { fixtureCentre, fixtureIncident, MONDAY_NOON } from "../fixtures/centre.ts";
import { decide } from "../fixtures/decide.ts";
import { everyOrderOf, type Situation, type Turn } from "../fixtures/interleavings.ts";
import { type Life, raisedIn, type Version } from "../simulation/lives.ts";

const bodies = {
  assign: { authority: "administration" },
  ask: { text: "Где это?" },
  resume: { why: "ответил" },
  extend: { clock: "answer", by: "2h", why: "ждём деталь", notice: "Ответим позже." },
  answer: { text: "Готово" },
  close: { why: "дубль" },
  reopen: { why: "не сделано" },
} as const satisfies Partial<Record<Command["name"], object>>;
type Name = keyof typeof bodies;
const isName = (name: string): name is Name => Object.hasOwn(bodies, name);

/** Nothing is to be claimed; then the reaction is breached, and then the answer. */
const BEFORE = MONDAY_NOON + 3 * HOUR - 1;
const MOMENTS = [BEFORE + 1, BEFORE + 10 * MINUTE];

const counter = { add: () => {} };

const ahead: Readonly<Partial<Record<Clock["kind"], Clock["ahead"]>>> = {
  reaction: { breached: BEFORE + 1 },
  answer: { breached: BEFORE + 10 * MINUTE },
};

/** One incident with two clocks, each about to be breached, and nothing else pending. */
const opened: Incident = (() => {
  const whole = fixtureIncident();
  return { ...whole, clocks: whole.clocks.map((clock) => ({ ...clock, ahead: ahead[clock.kind] ?? {} })) };
})();

const after = (command: Command): Incident => {
  const decision = decide(opened, command, "operator-1", BEFORE);
  if (decision.kind !== "changed") throw new Error(`${command.name} was refused.`);
  return decision.incident;
};

/** What a command finds: most are given to an open incident. */
const subjects: Readonly<Partial<Record<string, Incident>>> = {
  resume: after({ name: "ask", text: "Где это?", replyId: "asked" }),
  reopen: after({ name: "close", why: "дубль" }),
};

const digestOf = (...parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64");

const incidentsOver = (memory: (table: StoreTable) => Incidents, table: StoreTable, turn: Turn): Incidents => {
  const stored = memory(table);
  return {
    ...stored,
    find: (id) => turn("find", () => stored.find(id)),
    read: (id) => turn("read", () => stored.read(id)),
    replace: (incident) => turn(`replace ${digestOf(incident)}`, () => stored.replace(incident)),
  };
};

type Memory = (table: StoreTable) => Incidents;

/**
 * Sweeps, claims, commands and the deadlines themselves, on one incident; every read and write of theirs is one step.
 * `carriedOut`: the commands that were done in any order.
 */
const raceOf =
  (names: readonly string[], carriedOut: Set<Name>, memory: Memory = memoryIncidents) =>
  async (): Promise<Situation> => {
    const subject = names.flatMap((name) => subjects[name] ?? [])[0] ?? opened;
    const table = memoryTable();
    await memoryIncidents(table).open(subject);
    let now = BEFORE;
    const life: [Version, ...Version[]] = [{ incident: subject, at: now }];
    let story = "";
    const stored = (): Incident => (life.at(-1) ?? life[0]).incident;
    const watched: StoreTable = {
      ...table,
      write: async (item, allowed) => {
        const answer = await table.write(item, allowed);
        const incident = answer.written ? await memoryIncidents(table).read(subject.id) : undefined;
        if (incident === undefined) return answer;
        life.push({ incident, at: now });
        story = digestOf(story, incident, now);
        return answer;
      },
    };
    const done: Name[] = [];
    let claimed = 0;

    const centre = async () => fixtureCentre();
    const claimOver = (incidents: Incidents) => claimStage({ incidents, centre, now: () => now, counter });
    const claim = async (turn: Turn): Promise<void> => {
      const answer = await claimOver(incidentsOver(memory, watched, turn))(subject.id);
      if (answer.kind === "claimed") claimed += answer.stages;
    };
    const sweepOnce = async (turn: Turn): Promise<void> => {
      await turn("sweep", async () => {});
      const due = memoryQueueSender<DueMessage>();
      await sweep({ watchList: memoryWatchList(table), due, now: () => now, counter })(() => true);
      for (const { message } of due.sent) if (message.at <= now) await claim(turn);
    };
    const command = (name: Name) => async (turn: Turn) => {
      const incidents = incidentsOver(memory, watched, turn);
      const carryOut = commandIncident({
        incidents,
        assignments: memoryAssignments(),
        posNumbers: memoryPosNumbers(),
        identities: memoryIdentities(),
        centre,
        now: () => now,
        counter,
        log: recordingLog(),
      });
      const asked = { id: subject.id, command: name, ifMatch: `"${subject.version}"`, json: bodies[name] };
      const answer = await carryOut(asked, { id: "operator-1", role: "administrator", centre: subject.centre });
      if (answer.statusCode !== 200) return;
      done.push(name);
      carriedOut.add(name);
    };
    const moments = async (turn: Turn): Promise<void> => {
      for (const moment of MOMENTS) await turn(`it is ${moment}`, async () => void (now = moment));
    };
    const act = (name: string): ((turn: Turn) => Promise<unknown>) => {
      if (isName(name)) return command(name);
      if (name === "moments") return moments;
      return name.endsWith("sweep") ? sweepOnce : claim;
    };

    const verify = async (): Promise<void> => {
      // Whoever died, the next sweep makes it good.
      now = MOMENTS.at(-1) ?? now;
      for (const _ of MOMENTS) await claimOver(memory(watched))(subject.id);
      const whole: Life = life;
      const stages = raisedIn(whole);
      const versions = life.map(({ incident }) => incident.version);
      expect(versions, "each version is written once").toEqual(versions.map((_, place) => subject.version + place));
      expect(new Set(stages.map(({ id }) => id)).size, "a stage is claimed once").toBe(stages.length);
      expect(
        stages.flatMap(({ wrong }) => wrong ?? []),
        "nothing is raised that was not pending",
      ).toEqual([]);
      expect(claimed, "no more is announced than was written").toBeLessThanOrEqual(stages.length);
      const left = stored().clocks.flatMap((clock) => Object.values(clock.ahead));
      expect(
        left.filter((moment) => moment <= now),
        "nothing that is due is left",
      ).toEqual([]);
      expect(done.length, "of commands that have seen the same version one is done").toBeLessThanOrEqual(1);
      const [step] = stored().history.filter(({ version }) => version === subject.version + 1);
      for (const name of done) expect(step?.what, "what was acknowledged is kept").toMatch(new RegExp(`^${name}`));
      const ended = done.some((name) => name === "answer" || name === "close");
      const raised = stored().history.filter(({ what }) => what === "stage");
      if (ended) expect(raised, "nothing is raised afterwards").toEqual([]);
    };
    return {
      actors: Object.fromEntries(names.map((name) => [name, act(name)])),
      state: () => JSON.stringify([now, story, done, claimed]),
      verify,
    };
  };

const commands: readonly Name[] = ["assign", "ask", "resume", "extend", "answer", "close", "reopen"];

describe("an incident with two clocks, in every order of reads and writes, with anybody dying at any step", () => {
  test.each(commands)(
    "leaves one story when it is told to %s while sweeps overlap",
    { timeout: 60_000 },
    async (name) => {
      const carriedOut = new Set<Name>();
      const explored = await everyOrderOf(raceOf(["sweep", "another sweep", name, "moments"], carriedOut));
      expect([...carriedOut]).toEqual([name]);
      expect(explored.states).toBeGreaterThanOrEqual(150);
    },
  );

  test.each([
    ["assign", "answer"],
    ["answer", "close"],
    ["extend", "ask"],
  ])("leaves one story when one says %s and another %s", { timeout: 60_000 }, async (one, other) => {
    const carriedOut = new Set<Name>();
    const explored = await everyOrderOf(raceOf(["claim", one, other, "moments"], carriedOut));
    expect([...carriedOut].toSorted()).toEqual([one, other].toSorted());
    expect(explored.states).toBeGreaterThanOrEqual(150);
  });

  test("a write without its condition does not", async () => {
    const unconditional: Memory = (table) => ({
      ...memoryIncidents(table),
      replace: async (incident) => {
        await table.write(toItem(incident));
        return "replaced";
      },
    });
    await expect(everyOrderOf(raceOf(["claim", "answer", "moments"], new Set(), unconditional))).rejects.toThrow(
      /claimed once|written once|kept|afterwards|pending/,
    );
  });
});
