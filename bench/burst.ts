import { dataDirectory, startEdition } from "../test/e2e/edition.ts";
import { comment, longText, sendAll, until } from "./edition-run.ts";

/** A working day's morning: the reaction's first warning comes an hour and a half later, at one moment for all. */
const MORNING = "2026-03-10T09:00:00+03:00";
const PATIENCE = 600_000;

/**
 * Has so many stages come due at one moment on the one-machine edition, and measures how long it takes until each is
 * claimed, announced and told.
 */
export const burst = async (stages: number) => {
  const data = dataDirectory();
  const edition = await startEdition(data.path, { OTKLIK_CLOCK: MORNING, OTKLIK_RATE: "off" });
  try {
    await sendAll(stages, 16, (number) => edition.postVk(comment(number, longText(number))));
    await until(edition, "IncidentOpened", stages, PATIENCE);
    const from = performance.now();
    await edition.advance({ advance: "PT91M", step: "PT1M" });
    const seconds = (performance.now() - from) / 1_000;
    await until(edition, "AlertDelivered", stages, PATIENCE);
    const alerts = (await edition.events("DeadlineAtRisk")).length;
    return { stages, seconds, alerts };
  } finally {
    await edition.stop();
    data.remove();
  }
};
