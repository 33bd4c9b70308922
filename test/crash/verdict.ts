import { alertTexts } from "../../shared/texts/alerts.ts";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";
import type { Edition } from "../e2e/edition.ts";

const STAGES = ["warned-50", "warned-75", "warned-90", "breached", "escalated"] as const;

export interface Verdict {
  readonly incidents: number;
  /** Acknowledged, and in no incident. */
  readonly lost: readonly string[];
  /** In more than one incident, or more than once in one. */
  readonly doubled: readonly string[];
  readonly stages: number;
  /** Due, and announced never or more than once. */
  readonly missed: readonly string[];
  readonly repeated: readonly string[];
}

/** Compares what was acknowledged with what is there, and what came due with what was announced. */
export const judge = async (edition: Edition, acknowledged: readonly string[]): Promise<Verdict> => {
  const incidents = await allIncidents(edition);
  const found = new Map<string, number>();
  for (const { id } of incidents) {
    const { signals } = await edition.incident(id);
    for (const signal of signals) found.set(signal.id, (found.get(signal.id) ?? 0) + 1);
  }
  const due = incidents.flatMap(({ id, clocks }) =>
    clocks.flatMap(({ kind }) => STAGES.map((stage) => `${id} ${kind} ${stage}`)),
  );
  const expected = new Set(due);
  const announced = new Map<string, number>();
  for (const { type, data } of await edition.events()) {
    if (!type.startsWith("Deadline")) continue;
    const key = `${data.incidentId} ${data.clock} ${data.stage}`;
    announced.set(key, (announced.get(key) ?? 0) + 1);
  }
  return {
    incidents: incidents.length,
    lost: acknowledged.filter((id) => !found.has(id)),
    doubled: [...found].filter(([, times]) => times > 1).map(([id]) => id),
    stages: due.length,
    missed: due.filter((key) => !announced.has(key)),
    repeated: [...announced].filter(([key, times]) => times > 1 || !expected.has(key)).map(([key]) => key),
  };
};

export const allIncidents = async (edition: Edition) => {
  const items: Awaited<ReturnType<Edition["incidents"]>>["items"][number][] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await edition.incidents(`?limit=200${cursor === undefined ? "" : `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.cursor;
  }
  return items;
};

const notice = z.object({ message: z.string() });

const stages = Object.values(alertTexts.ru.stage).map((words) => `• ${words}:`);

/** The alerts that people on duty were told, line by line, without the mornings' digests; of a directory that nothing runs on. */
export const toldLines = (directory: string): readonly string[] => {
  const database = new DatabaseSync(join(directory, "runner.db"));
  const rows = database.prepare("SELECT message FROM notices").all();
  database.close();
  return rows
    .flatMap((row) => notice.parse(row).message.split("\n"))
    .filter((line) => stages.some((beginning) => line.startsWith(beginning)));
};
