import type { handClock } from "../hand-clock.ts";

/** One webhook call of a platform. */
export interface PlatformCall {
  /** Of the address, from `/webhooks/` on. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
  /** How long the answer took. */
  readonly milliseconds: number;
  readonly retryAfterSeconds?: number;
}

/** Carries a call to the product. Rejects when nothing answers. */
export type Carry = (call: PlatformCall) => Promise<Answered>;

export type Clock = Pick<ReturnType<typeof handClock>, "now" | "advance">;

/** How a platform goes on until a call is acknowledged. */
export interface Persistence {
  call(attempt: number): PlatformCall;
  isAcknowledged(answer: Answered): boolean;
  /** Milliseconds until the next attempt; nothing when the platform gives up. */
  pauseAfter(attempt: number, answer: Answered | undefined): number | undefined;
}

/** What became of a call, by attempts: 1 = taken at once. */
export interface Outcome {
  readonly kind: "acknowledged" | "given-up";
  readonly attempts: number;
}

const NOBODY: Answered = { status: 0, body: "", milliseconds: 0 };

/** Sends a call until it is acknowledged or given up. The pauses pass on the clock, not in the test. */
export const persist = async (carry: Carry, clock: Clock, how: Persistence): Promise<Outcome> => {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await carry(how.call(attempt)).catch(() => NOBODY);
    if (how.isAcknowledged(answer)) return { kind: "acknowledged", attempts: attempt };
    const pause = how.pauseAfter(attempt, answer);
    if (pause === undefined) return { kind: "given-up", attempts: attempt };
    clock.advance(pause);
  }
};
