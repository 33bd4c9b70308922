import { type PassedStage, passStages } from "../clock/clock.ts";
import type { Instant } from "../time/instant.ts";
import { carriedOn } from "./carried.ts";
import { handedOverAgain } from "./hand-over.ts";
import { type HistoryEntry, movedClocks, OTKLIK, stageEntry } from "./history.ts";
import type { Incident } from "./incident.ts";
import { silenced } from "./silence.ts";

/** Why something happened that nobody did: the citizen was asked and did not answer. */
const SILENCE = "silence";

/** What silence makes of a waiting incident, as a step of its history. */
const silenceStep = (before: Incident, after: Incident, version: number, now: Instant): HistoryEntry => {
  const step = { version, at: now, who: OTKLIK, why: SILENCE };
  if (after.state === "closed") return { ...step, what: "closed" };
  return { ...step, what: "resumed", moved: movedClocks(before.clocks, after.clocks) };
};

/**
 * Passes every stage of every clock whose moment has come, ends a wait for the citizen that has lasted too long, and hands
 * over again the replies whose time it is; nothing when there is none of it.
 */
export const claimStages = (
  incident: Incident,
  now: Instant,
): { readonly incident: Incident; readonly passed: readonly PassedStage[] } | undefined => {
  const version = incident.version + 1;
  const ended = silenced(incident, now);
  const present = ended ?? incident;
  const after = present.clocks.map((clock) => passStages(clock, now));
  const passed = after.flatMap((each) => each.passed).toSorted((a, b) => a.moment - b.moment);
  const again = handedOverAgain(incident.replies, now);
  if (ended === undefined && passed.length === 0) {
    if (again === undefined) return undefined;
    return { incident: carriedOn(incident, again.replies, now, again.entries), passed };
  }
  const silence = ended === undefined ? [] : [silenceStep(incident, ended, version, now)];
  const retried = (again?.entries ?? []).map((entry) => ({ version, at: now, who: OTKLIK, ...entry }));
  const entries = passed.map((each) => ({ version, at: now, who: OTKLIK, ...stageEntry(each) }));
  return {
    incident: {
      ...present,
      version,
      clocks: after.map(({ clock }) => clock),
      replies: again?.replies ?? incident.replies,
      history: [...incident.history, ...retried, ...silence, ...entries],
    },
    passed,
  };
};
