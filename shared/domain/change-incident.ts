import { type PassedStage, passStages } from "./clock.ts";
import { type HistoryEntry, movedClocks, OTKLIK } from "./history.ts";
import type { Incident } from "./incident.ts";
import type { Instant } from "./instant.ts";
import type { KeptSignal } from "./signal.ts";
import { silenced } from "./silence.ts";

/** What silence makes of a waiting incident, as a step of its history. */
const silenceStep = (before: Incident, after: Incident, version: number, now: Instant): HistoryEntry => {
  const step = { version, at: now, who: OTKLIK, why: SILENCE };
  if (after.state === "closed") return { ...step, what: "closed" };
  return { ...step, what: "resumed", moved: movedClocks(before.clocks, after.clocks) };
};

/** Why something happened that nobody did: the citizen was asked and did not answer. */
const SILENCE = "silence";

/**
 * Passes every stage of every clock whose moment has come, and ends a wait for the citizen that has lasted too long;
 * nothing when there is neither.
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
  if (ended === undefined && passed.length === 0) return undefined;
  const silence = ended === undefined ? [] : [silenceStep(incident, ended, version, now)];
  const entries = passed.map(
    ({ clock, stage, rung, clockVersion, dueAt, late }): HistoryEntry => ({
      version,
      at: now,
      who: OTKLIK,
      what: "stage",
      clock,
      stage,
      ...(rung === undefined ? {} : { rung }),
      clockVersion,
      dueAt,
      late,
    }),
  );
  return {
    incident: {
      ...present,
      version,
      clocks: after.map(({ clock }) => clock),
      history: [...incident.history, ...silence, ...entries],
    },
    passed,
  };
};

/**
 * A later wording of the opening signal replaces the text. A copy of a wording, and one that another has overtaken,
 * change nothing, nor does any once the signal was erased. The same text worded again is no revision; it confirms the
 * text, and overtakes what was worded before it.
 */
export const reviseIncident = (incident: Incident, signal: KeptSignal, now: Instant): Incident | undefined => {
  const { signal: known, pastWordings } = incident;
  const copy = signal.wording === known.wording || pastWordings.includes(signal.wording);
  if (copy || known.erased === true || signal.wordedAt < known.wordedAt) return undefined;
  const version = incident.version + 1;
  const reworded = { ...known, text: signal.text, wording: signal.wording, wordedAt: signal.wordedAt };
  const step = { version, at: now, who: OTKLIK };
  if (signal.text !== known.text)
    return {
      ...incident,
      version,
      signal: reworded,
      pastWordings: [...pastWordings, known.wording],
      history: [...incident.history, { ...step, what: "revised" }],
    };
  if (signal.wordedAt === known.wordedAt) return undefined;
  return { ...incident, version, signal: reworded, history: [...incident.history, { ...step, what: "confirmed" }] };
};
