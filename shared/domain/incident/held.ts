import type { Placeholder } from "../signal/existence.ts";
import type { JoinedSignal } from "../signal/joined-signal.ts";
import type { KeptSignal } from "../signal/signal.ts";
import type { Incident } from "./incident.ts";

/** What is at a signal's key: the incident that it opened, the signal that joined one, or who waits for it. */
export type Held =
  | { readonly kind: "incident"; readonly incident: Incident }
  | { readonly kind: "joined"; readonly joined: JoinedSignal }
  | { readonly kind: "placeholder"; readonly placeholder: Placeholder };

/** The signal that is there. A placeholder waits for it. */
export const signalHeld = (held: Held | undefined): KeptSignal | undefined =>
  held === undefined || held.kind === "placeholder"
    ? undefined
    : held.kind === "incident"
      ? held.incident.signal
      : held.joined.signal;

/** What a write expects to find at a key. */
export interface Seat {
  readonly kind: Held["kind"];
  readonly version: number;
}

/** What is to be at a key, on condition of what is there; nothing expected: nothing may be there. */
export interface Write {
  readonly after: Held;
  readonly before?: Seat;
}

export const seatOf = (held: Held): Seat => {
  switch (held.kind) {
    case "incident":
      return { kind: held.kind, version: held.incident.version };
    case "joined":
      return { kind: held.kind, version: held.joined.version };
    case "placeholder":
      return { kind: held.kind, version: held.placeholder.version };
    default:
      return held satisfies never;
  }
};

/** The next version of what is there. */
export const nextOf = (after: Held): Write => {
  const { kind, version } = seatOf(after);
  return { after, before: { kind, version: version - 1 } };
};
