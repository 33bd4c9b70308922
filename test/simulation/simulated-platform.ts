import type { FindWayBack } from "../../functions/reply/find-way-back.ts";
import type { Letter } from "../../shared/channels/way-back.ts";
import type { Outcome } from "../../shared/domain/incident/settle-delivery.ts";
import { failureFacts } from "../../shared/platform/log.ts";
import type { Invocation } from "./invocation.ts";

/** Where citizens read their answers. */
export interface SimulatedPlatform {
  /** Takes a letter and answers its id; what came under the same key before is taken for a repeat where they are known. */
  post(letter: Pick<Letter, "key">, knowsRepeats: boolean): string;
  /** How often somebody reads each letter, by its key. */
  readonly read: ReadonlyMap<string, number>;
}

export const simulatedPlatform = (): SimulatedPlatform => {
  const read = new Map<string, number>();
  return {
    post: ({ key }, knowsRepeats) => {
      const times = read.get(key) ?? 0;
      if (times === 0 || !knowsRepeats) read.set(key, times + 1);
      return `posted-${key}`;
    },
    read,
  };
};

/** Half of all places are on a platform that knows a repeat for what it is. */
export const knowsRepeats = (signalId: string): boolean => signalId.charCodeAt(0) % 2 === 0;

/** What a client makes of a call that failed: one without an answer may have been taken. */
const outcomeOf = (error: unknown, repeats: boolean): Outcome => {
  const { error: why } = failureFacts(error);
  return { kind: why === "TimeoutError" && !repeats ? "unknown" : "later", why };
};

/** The ways back over the simulated platform, in the place of the platforms' clients. */
export const simulatedWaysBack =
  ({ call }: Invocation, platform: SimulatedPlatform): FindWayBack =>
  ({ id }) => {
    const repeats = knowsRepeats(id);
    return {
      knowsRepeats: repeats,
      needsAuthor: false,
      paces: [],
      send: async (letter) => {
        try {
          return { kind: "sent", externalId: await call("write", () => platform.post(letter, repeats)) };
        } catch (error) {
          return outcomeOf(error, repeats);
        }
      },
    };
  };
