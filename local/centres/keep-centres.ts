import { staleRules } from "../../shared/domain/centre/stale-rules.ts";
import { rulesVersionOf } from "../../shared/domain/incident/rules.ts";
import { systemNow } from "../../shared/platform/time.ts";
import { exampleCentre } from "../../shared/reference/example-centre.ts";
import type { Centres } from "../../shared/store/ports.ts";
import type { Part } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";
import { type CentreReading, readCentres, writeFirstCentre } from "./centre-files.ts";
import { watchFolders } from "./watch-folders.ts";

/** Editors write a file in several steps; so long after the last one the folder is read. */
const SETTLED_AFTER = 300;

export interface KeptCentres extends Part {
  /** Reads the folders once more; answers how many centres were taken. */
  reread(): Promise<number>;
  /** The zone that the first centre lives in. Known once started. */
  zone(): string;
}

/**
 * Keeps the table's data of centres as the files say: at start, and whenever a file changes. A folder with anything
 * wrong in it is reported with all that is wrong, and its last good data serves on.
 */
export const keepCentres = (options: {
  /** The folder of the centres' folders. */
  readonly folder: string;
  readonly centres: Centres;
  readonly report: (line: string) => void;
  /** Takes a centre whose norms or calendar are other ones than those of its open incidents' deadlines. */
  readonly onNewRules?: (centreId: string) => Promise<void>;
}): KeptCentres => {
  const { folder, centres, report, onNewRules } = options;
  let watcher: { close(): void } | undefined;
  let settling: NodeJS.Timeout | undefined;
  let zone: string | undefined;

  const take = async (reading: CentreReading): Promise<number> => {
    if (reading.kind === "read") {
      zone ??= reading.centre.calendar.hours.zone;
      const before = await centres.read(reading.centre.centre.id);
      // Asked for before the data are taken: whoever dies in between finds them new again at the next start.
      if (before !== undefined && rulesVersionOf(before) !== rulesVersionOf(reading.centre))
        await onNewRules?.(reading.centre.centre.id);
      await centres.put(reading.centre);
      const stale = staleRules(reading.centre, systemNow());
      const { id } = reading.centre.centre;
      if (stale.length > 0) report(`In the data of the centre "${id}" these do nothing: ${stale.join("; ")}.`);
      return 1;
    }
    report(`The centre's data in ${reading.folder} is not taken: ${reading.wrong.join("; ")}.`);
    return 0;
  };

  const reread = async (): Promise<number> => {
    let taken = 0;
    for (const reading of readCentres(folder)) taken += await take(reading);
    return taken;
  };

  const rereadOrReport = () => {
    reread().then(
      (taken) => report(`The data of ${taken} centre(s) was read again and serves within a minute.`),
      (error: unknown) => report(`The centres' data could not be read again: ${String(error)}`),
    );
  };

  return {
    reread,
    zone: () => zone ?? "UTC",
    start: async () => {
      writeFirstCentre(folder, exampleCentre());
      for (const reading of readCentres(folder)) {
        if (reading.kind === "refused" && (await centres.read(reading.id)) === undefined)
          throw new StartFailure(`The centre's data in ${reading.folder} cannot be used: ${reading.wrong.join("; ")}.`);
        await take(reading);
      }
      watcher = watchFolders(folder, () => {
        clearTimeout(settling);
        settling = setTimeout(rereadOrReport, SETTLED_AFTER);
      });
    },
    stop: async () => {
      clearTimeout(settling);
      watcher?.close();
    },
  };
};
