import type { Instant } from "../../shared/domain/time/instant.ts";
import type { Now } from "../../shared/platform/time.ts";
import { MONDAY_NOON } from "../fixtures/centre.ts";

export interface HandClock {
  readonly now: Now;
  set(at: Instant): void;
  advance(milliseconds: number): void;
}

/** A clock that stands still until it is moved. */
export const handClock = (start: Instant = MONDAY_NOON): HandClock => {
  let at = start;
  return {
    now: () => at,
    set: (moment) => {
      at = moment;
    },
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
};
