import { DAY, HOUR } from "../domain/time/instant.ts";
import type { Look, Visit } from "./collector.ts";

/**
 * So long after it was written a message is looked at again. VK lets its author edit a comment for a day (https://vk.com/faq);
 * of MAX and Odnoklassniki nobody says.
 */
const EDITED_WITHIN = DAY;
const EVERY = HOUR;

/** A visit that compares what stands there with what is known: few platforms show that or when a message was edited. */
export const lookingAgain = (visit: Visit): Visit => ({
  ...visit,
  floor: visit.now - EDITED_WITHIN,
  take: (found) => visit.take(found.map((each) => ({ ...each, shownAt: visit.now }))),
});

/** Looks once an hour for edits, by asking something for what was written of late. */
export const editsBy = (name: string, ask: Look["ask"]): Look => ({ name, every: EVERY, isSecond: true, ask });
