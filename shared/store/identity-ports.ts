import type { Instant } from "../domain/time/instant.ts";

/** Who citizens are, by pseudonym. What names them is sealed before it comes here. */
export interface Identities {
  /**
   * Keeps who a citizen is, as told last, and that a signal is theirs. The same again changes nothing. Answers what they have
   * been asked, every note that was answered before included.
   */
  keep(identity: {
    readonly citizen: string;
    readonly sealed: Uint8Array;
    readonly signalId: string;
    readonly keptUntil: Instant;
    /** Where it was heard in a dialogue that the platform has to be asked for by name. */
    readonly dialogue?: HeardIn | undefined;
  }): Promise<readonly Question[]>;
  /** Notes that a citizen is asked something; nothing is noted of one who is not known. */
  asked(citizen: string, question: Question): Promise<void>;
  read(citizen: string): Promise<KeptIdentity | undefined>;
  /** A signal is theirs no more; who has none left is forgotten. */
  unlink(citizen: string, signalId: string): Promise<void>;
}

/** The dialogue of a source with a citizen. */
export interface HeardIn {
  readonly channel: string;
  readonly source: string;
  /** Its name, sealed apart from all else. */
  readonly sealed: Uint8Array;
  readonly heardAt: Instant;
}

/** Dialogues of sources with citizens, and nothing else that is known of these. They go with their citizen. */
export interface Dialogues {
  /** Those in which something was heard since a moment, as long as they are known: newest first, at most so many. */
  newest(asked: {
    readonly channel: string;
    readonly source: string;
    readonly since: Instant;
    readonly most: number;
  }): Promise<readonly (Pick<HeardIn, "sealed" | "heardAt"> & { readonly citizen: string })[]>;
}

/** Where a citizen was asked something, and by which incident. It may wait no longer. */
export interface Question {
  readonly dialogue: string;
  readonly incidentId: string;
}

/** The same of many citizens at once. */
export interface ManyIdentities {
  /** Those of several that are known, by pseudonym. */
  readAll(citizens: readonly string[]): Promise<ReadonlyMap<string, KeptIdentity>>;
  /**
   * Keeps several citizens, at most 100, each with signals of theirs: all of them or none. `busy`: somebody else's write
   * was under way at one of them; the same may be tried again.
   */
  keepAll(identities: readonly IdentityOfSignals[]): Promise<"kept" | "busy">;
}

export interface IdentityOfSignals extends KeptIdentity {
  readonly citizen: string;
}

export interface KeptIdentity {
  readonly sealed: Uint8Array;
  readonly signalIds: readonly string[];
  readonly keptUntil: Instant;
  /** The name of a dialogue with them, sealed apart, where one is kept. */
  readonly dialogue?: Uint8Array;
}
