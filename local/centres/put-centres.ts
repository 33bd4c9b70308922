import { staleRules } from "../../shared/domain/centre/stale-rules.ts";
import { rulesVersionOf } from "../../shared/domain/incident/rules.ts";
import { systemNow } from "../../shared/platform/time.ts";
import type { Centres } from "../../shared/store/ports.ts";
import { StartFailure } from "../start-failure.ts";
import { readCentres } from "./centre-files.ts";

interface PutCentre {
  readonly id: string;
  /** Open incidents have deadlines by other norms or another calendar. */
  readonly newRules: boolean;
  /** Rules that do nothing, each with why. */
  readonly stale: readonly string[];
}

/** Puts the data of every centre's folder in place of what is there, or of none when anything is wrong in one. */
export async function putCentres(folder: string, centres: Centres): Promise<readonly PutCentre[]> {
  const readings = readCentres(folder);
  const refused = readings.flatMap((reading) =>
    reading.kind === "refused" ? [`${reading.folder}: ${reading.wrong.join("; ")}`] : [],
  );
  if (refused.length > 0) throw new StartFailure(`Nothing was put. What is wrong:\n${refused.join("\n")}`);
  const put: PutCentre[] = [];
  for (const reading of readings) {
    if (reading.kind === "refused") continue;
    const { centre } = reading;
    const { id } = centre.centre;
    const before = await centres.read(id);
    await centres.put(centre);
    const newRules = before !== undefined && rulesVersionOf(before) !== rulesVersionOf(centre);
    put.push({ id, newRules, stale: staleRules(centre, systemNow()) });
  }
  return put;
}
