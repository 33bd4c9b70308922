import type { Instant } from "../domain/time/instant.ts";
import type { Unanswered } from "./ask-api.ts";
import type { Reading, Source } from "./reading.ts";

/** Something that a platform has, as its webhook would have told it. */
export interface Found {
  readonly reading: Reading;
  /** When it came to be, by the platform's clock. */
  readonly at: Instant;
  /** Set when it is looked at again, since it may have been edited without a word of when: it stood so at this moment. */
  readonly shownAt?: Instant;
}

/** One look at a source: from when on, and what to do with what is there. */
export interface Visit {
  readonly now: Instant;
  /** What is older was dealt with. */
  readonly floor: Instant;
  /** What is younger is left to the webhook, and to the next visit. */
  readonly until: Instant;
  /** What the look before noted. */
  readonly figures: Readonly<Record<string, number>>;
  hasTime(): boolean;
  wait(milliseconds: number): Promise<void>;
  /** Puts on the queue what nobody has brought yet. */
  take(found: readonly Found[]): Promise<void>;
}

/** How a look ended. */
export type Looked =
  /** What there was has been taken. */
  | {
      readonly kind: "done";
      /** What the next look is to know. */
      readonly figures?: Readonly<Record<string, number>>;
      /** Why some of it could not be asked for. */
      readonly without?: string;
      /** The platform left off answering; `figures` tell how far it came. */
      readonly unanswered?: Unanswered;
      /** There was nothing to ask, so this says nothing of whether the platform answers. */
      readonly idle?: boolean;
      /** The next look begins at the same moment. */
      readonly stays?: boolean;
    }
  /** This token may not ask, which is no failure of the platform. */
  | { readonly kind: "refused"; readonly why: string }
  /** The webhook was off and has been switched on. */
  | { readonly kind: "switched-on"; readonly why: string; readonly figures?: Readonly<Record<string, number>> }
  /** The webhook is off, and a person has to see to it. */
  | { readonly kind: "off"; readonly why: string };

/** What can be looked at of a source. Throws `Unanswered` when the platform does not answer. */
export interface Look {
  readonly name: string;
  /** Not more often than this. Default: at each visit. */
  readonly every?: number;
  /** It looks at what another look has just seen: it begins one `every` later. */
  readonly isSecond?: boolean;
  ask(visit: Visit): Promise<Looked>;
}

/** A source whose platform is asked what its webhook may have missed. */
export interface Collector {
  readonly channel: string;
  readonly source: Source;
  readonly looks: readonly Look[];
}

/** Whether a moment is one that a visit is about. */
export const isWithin = ({ floor, until }: Visit, at: Instant): boolean => at >= floor && at <= until;

/** Where a platform calls; nothing unless it is an address of the web that a platform would take. */
export const webhookAt = (publicUrl: string, path: string): string | undefined =>
  publicUrl.startsWith("https://") ? `${publicUrl.replace(/\/+$/, "")}/webhooks/${path}` : undefined;
