import type { SignalKind } from "./signal.ts";

/** What a signal is taken for before anybody has read it: what it is about, where, whose and how urgent. */
export interface Understanding {
  readonly kind: SignalKind;
  readonly group: string;
  readonly topic: string;
  readonly territory: string;
  readonly authority: string;
  /** Answered under the urgent norm. */
  readonly urgent: boolean;
}
