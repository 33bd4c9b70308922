import { dividedId } from "../ids.ts";
import type { KeptSignal } from "../signal/signal.ts";
import type { Understanding } from "../signal/understanding.ts";
import type { Circumstances } from "./change.ts";
import { ledTo, possibleFrom } from "./command.ts";
import { nextOf } from "./held.ts";
import type { Incident } from "./incident.ts";
import type { JointDecision } from "./merge-incident.ts";
import { openIncident } from "./open-incident.ts";

/**
 * Makes one more incident of the same message, for another matter that it has: with all of its text, or with a part, and
 * about what that is taken to be about.
 */
export const divideIncident = (
  incident: Incident,
  { text, why }: { readonly text?: string; readonly why?: string },
  part: Understanding,
  { who, now: at, centre }: Circumstances,
): JointDecision => {
  const { state, signal } = incident;
  if (ledTo("divide", state) === undefined) return { kind: "not-allowed", state, from: possibleFrom("divide") };
  if (signal.erased === true)
    return { kind: "refused", why: "Its citizen's data were erased: nothing is left to divide." };
  const copies = signal.dividedInto ?? [];
  const into = dividedId(signal.id, copies.length + 1);
  const { dividedInto: _, pastWordings: _past, wordings: _wordings, ...message } = signal;
  const copy: KeptSignal = { ...message, id: into, dividedFrom: signal.id, text: text ?? signal.text };
  const opened = openIncident(copy, centre, part);
  const version = incident.version + 1;
  const step = { version, at, who, what: "divided", into, ...(why === undefined ? {} : { why }) } as const;
  const one: Incident = { ...opened, history: [{ version: 1, at, who, what: "opened", from: incident.id }] };
  const divided = { ...signal, dividedInto: [...copies, into] };
  return {
    kind: "changed",
    writes: [
      nextOf({
        kind: "incident",
        incident: { ...incident, version, signal: divided, history: [...incident.history, step] },
      }),
      { after: { kind: "incident", incident: one } },
    ],
  };
};
