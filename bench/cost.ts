import { dataDirectory, type Edition, startEdition } from "../test/e2e/edition.ts";
import { comment, longText, sendAll, type Use, until, useBetween, useSoFar } from "./edition-run.ts";

/** What the functions call and consume for so many new VK signals of 300 letters. */
const costOf = async (edition: Edition, first: number, signals: number): Promise<Readonly<Record<string, Use>>> => {
  const before = await useSoFar(edition);
  await sendAll(signals, 16, (number) => edition.postVk(comment(first + number, longText(first + number))));
  await until(edition, "IncidentOpened", first + signals, 120_000);
  await edition.advance({ advance: "PT0S" });
  return useBetween(before, await useSoFar(edition));
};

export interface Cost {
  readonly signals: number;
  readonly byFunction: Readonly<Record<string, Use>>;
  /** Per signal, all functions together. */
  readonly requests: number;
  readonly writeUnits: number;
  readonly readUnits: number;
}

const summed = (signals: number, byFunction: Readonly<Record<string, Use>>): Cost => {
  const per = (of: (use: Use) => number) => Object.values(byFunction).reduce((sum, use) => sum + of(use), 0) / signals;
  return {
    signals,
    byFunction,
    requests: per(({ requests }) => requests),
    writeUnits: per(({ writeUnits }) => writeUnits),
    readUnits: per(({ readUnits }) => readUnits),
  };
};

/** The cost of a signal alone and of one in a burst, measured on an edition that has served before. */
export const cost = async (burst: number): Promise<{ readonly alone: Cost; readonly inBurst: Cost }> => {
  const data = dataDirectory();
  const edition = await startEdition(data.path, { OTKLIK_CLOCK: "2026-03-10T09:00:00+03:00" });
  try {
    await costOf(edition, 0, 20);
    const alone: Readonly<Record<string, Use>>[] = [];
    for (let number = 0; number < 10; number += 1) alone.push(await costOf(edition, 20 + number, 1));
    // The dearest of the ten: chance never flatters the figure.
    const dearest = alone.map((use) => summed(1, use)).toSorted((a, b) => b.requests - a.requests)[0];
    if (dearest === undefined) throw new Error("Nothing was measured.");
    return { alone: dearest, inBurst: summed(burst, await costOf(edition, 30, burst)) };
  } finally {
    await edition.stop();
    data.remove();
  }
};
