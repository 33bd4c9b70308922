import type { KeptSignal } from "../signal/signal.ts";
import { RESONANCE, type Urgency } from "../urgency/urgency.ts";
import type { Incident } from "./incident.ts";

/** How many people a matter has moved. */
export interface Resonance {
  /** Citizens who wrote of it; a message of nobody known counts as somebody's own. */
  readonly reporters: number;
  /** How often their messages were seen, liked, commented on and passed on, as far as platforms tell. */
  readonly reach: number;
}

export const reachOf = ({
  reach: { views = 0, likes = 0, comments = 0, reposts = 0 } = {},
}: Pick<KeptSignal, "reach">) => views + likes + comments + reposts;

export const reportersOf = ({ signal, joined = [] }: Pick<Incident, "signal" | "joined">): number =>
  new Set([signal, ...joined].map(({ citizen, id }) => citizen ?? id)).size;

/** The rule that a matter of such resonance meets, where the centre says from when on it is urgent. */
export const resonanceRule = (
  { reporters, reach }: Resonance,
  { resonance: { reporters: many = Infinity, reach: far = Infinity } = {} }: Urgency,
): readonly string[] => (reporters >= many || reach >= far ? [RESONANCE] : []);
