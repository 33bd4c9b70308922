import type { Centre } from "../domain/centre/centre.ts";
import type { Way } from "../domain/centre/duty.ts";
import type { Clock, Stage } from "../domain/clock/clock.ts";
import type { Assignment, Habitat } from "../domain/incident/assignment.ts";
import type { Held, Write } from "../domain/incident/held.ts";
import type { Incident } from "../domain/incident/incident.ts";
import type { IncidentState } from "../domain/incident/incident-state.ts";
import type { SignalPlace } from "../domain/incident/tell-signal.ts";
import type { Cursor } from "../domain/signal/cursor.ts";
import type { Placeholder } from "../domain/signal/existence.ts";
import type { Memberships } from "../domain/signal/membership.ts";
import type { Rejected } from "../domain/signal/rejection.ts";
import type { Instant } from "../domain/time/instant.ts";

/** Incidents by id. Reads see every write that was answered before. */
export interface Incidents {
  /**
   * Claims the id of the opening signal: of a free key, or of the placeholder that was read there. `present` gives what
   * has claimed it before.
   */
  open(
    incident: Incident,
    awaited?: Placeholder,
  ): Promise<{ readonly kind: "opened" } | { readonly kind: "present"; readonly held: Held }>;
  read(id: string): Promise<Incident | undefined>;
  /** Whatever is at a signal's key. */
  find(signalId: string): Promise<Held | undefined>;
  /** Whatever is at the keys of several signals, by id. */
  findAll(signalIds: readonly string[]): Promise<ReadonlyMap<string, Held>>;
  /** Writes a placeholder of version 1 where nothing is, or its next version. `conflict`: something else is there. */
  awaitSignal(placeholder: Placeholder): Promise<"kept" | "conflict">;
  /**
   * Writes all of it or nothing. `conflict`: something that was expected is not there any more; read again. `busy`:
   * somebody else's write was under way at one of the keys; the same may be tried again.
   */
  together(writes: readonly Write[]): Promise<"written" | "conflict" | "busy">;
  /**
   * Writes the next version, and with it how long what joined it is kept. `conflict`: somebody else has written that
   * version already, or is about to; read again.
   */
  replace(incident: Incident): Promise<"replaced" | "conflict">;
}

/** The clocks of incidents as they stand, asked for at the end of quiet hours: what was answered in the night is not told of. */
export interface AlertedClocks {
  /** The clocks of incidents, by the incident's id. */
  clocks(incidentIds: readonly string[]): Promise<ReadonlyMap<string, readonly Clock[]>>;
}

/** What a row of the queue shows. */
export interface QueueRow {
  readonly id: string;
  readonly version: number;
  readonly state: IncidentState;
  readonly createdAt: Instant;
  readonly group: string;
  readonly topic: string;
  readonly territory: string;
  readonly authority: string;
  readonly signalCount: number;
  readonly urgent: boolean;
  readonly stage?: Stage;
  readonly clocks: readonly Clock[];
}

export interface QueueFilter {
  readonly state?: string | undefined;
  readonly topic?: string | undefined;
  readonly group?: string | undefined;
  readonly territory?: string | undefined;
  readonly authority?: string | undefined;
  /** Stage of the leading clock. */
  readonly stage?: string | undefined;
  /** An id, an external id, or the beginning of an address. */
  readonly q?: string | undefined;
  /** Only those with a reply that a person has to see to. */
  readonly replies?: "unsettled" | undefined;
}

export interface QueuePage {
  readonly items: readonly QueueRow[];
  /** Where the next page begins; absent at the end. A page may be short and still have a next one. */
  readonly cursor?: string;
}

/** The incidents of a centre, newest first. May lag behind writes by moments. */
export interface IncidentQueue {
  page(query: {
    readonly centre: string;
    /** Only open ones, only done ones, or both. */
    readonly open?: boolean;
    readonly filter: QueueFilter;
    readonly limit: number;
    readonly cursor?: string;
  }): Promise<QueuePage>;
}

/** Open incidents as they are compared with a new message. May lag behind writes by moments. */
export interface OpenMatters {
  /** Those of a centre that were opened since a moment, the newest first: at most `most`, and what one request gives, a megabyte. */
  newest(query: {
    readonly centre: string;
    readonly since: Instant;
    readonly most: number;
  }): Promise<readonly { readonly id: string; readonly sketch: string }[]>;
}

/** Incidents that everyone may see. May lag behind writes by moments. */
export interface PublicIncidents {
  /** Those of a centre that were opened within a range, both ends included, newest first; the cursor leads to older ones. */
  page(query: {
    readonly centre: string;
    readonly from: Instant;
    readonly to: Instant;
    readonly cursor?: string;
  }): Promise<{ readonly items: readonly SignalPlace[]; readonly cursor?: string }>;
  /** Signals of these ids that are there, each with the incident it is dealt with in, whoever may see them, in no order. */
  read(ids: readonly string[]): Promise<readonly SignalPlace[]>;
}

export interface Pending {
  readonly incidentId: string;
  readonly at: Instant;
}

/** Incidents whose next stage is near. Reading costs what is due, not what is open. May lag behind writes. */
export interface WatchList {
  /** Pages of what is due up to a moment: urgent incidents first, and of them as of the rest what waits longest. */
  due(until: Instant): AsyncIterable<readonly Pending[]>;
}

/** Keys under which partners have sent something. */
export interface AcceptedKeys {
  /**
   * Remembers a key with the body it came with, or gives what it came with the first time. What came before `forgotten`
   * counts as never come.
   */
  accept(
    partner: string,
    key: string,
    acceptance: Acceptance,
    keptUntil: Instant,
    forgotten?: Instant,
  ): Promise<{ readonly kind: "first" } | { readonly kind: "again"; readonly acceptance: Acceptance }>;
}

export interface Acceptance {
  readonly bodyHash: string;
  readonly at: Instant;
}

/** Messages that were verified and not understood. */
export interface Rejections {
  /** Keeps one; keeping the same again changes nothing. */
  keep(rejected: Rejected, keptUntil: Instant): Promise<"kept" | "known">;
}

/** Which alerts have been told to people. */
export interface DeliveredAlerts {
  /** Of these event ids, the ones not yet told, each once. */
  untold(eventIds: readonly string[]): Promise<readonly string[]>;
  told(eventIds: readonly string[], at: Instant, keptUntil: Instant): Promise<void>;
}

/** What of a centre's data its deadlines follow from. */
export type CentreRules = Pick<Centre, "calendar" | "norms">;

/** The data of centres. */
export interface Centres {
  read(id: string): Promise<Centre | undefined>;
  /** Puts a centre's data in the place of what it had, and keeps its norms and calendar under their version. */
  put(centre: Centre): Promise<void>;
  /** The norms and the calendar of a version; nothing of one that was never put. */
  rules(id: string, version: string): Promise<CentreRules | undefined>;
}

/** How far the calendars of centres reach. */
export interface Calendars {
  /** The last loaded year of each centre that has put its data. */
  lastYears(): Promise<ReadonlyMap<string, number>>;
}

/** How far each source was asked for what its webhook may have missed. */
export interface Cursors {
  /** Of a source never asked: nothing. */
  read(channel: string, source: string): Promise<Cursor | undefined>;
  /** Puts a source's cursor in the place of the one it had. */
  write(channel: string, source: string, cursor: Cursor): Promise<void>;
}

/** In which chats bots are, as far as was heard. */
export interface BotChats {
  /** Of a bot nothing was heard of: nothing. */
  read(channel: string, source: string): Promise<Memberships | undefined>;
  /** Writes the next version. `conflict`: somebody else has written it already; read again. */
  replace(channel: string, source: string, next: Memberships): Promise<"replaced" | "conflict">;
}

/** To whom people have given incidents, by topic and territory. */
export interface Assignments {
  /** The last ones, oldest first. */
  read(habitat: Habitat): Promise<readonly Assignment[]>;
  /** Remembers one. Of two at the same moment one may be lost: it is a habit that counts. */
  note(habitat: Habitat, assignment: Assignment): Promise<void>;
}

/** Which incident people have entered a number of «Решаем вместе» on. */
export interface PosNumbers {
  /** By number the last one that it was entered on, which may bear another number by now. */
  incidentsOf(centre: string, numbers: readonly string[]): Promise<ReadonlyMap<string, string>>;
  note(centre: string, number: string, incidentId: string, keptUntil: Instant): Promise<void>;
}

/** Incidents of which somebody could not be told, until a digest has said so. */
export interface Unsent {
  add(centre: string, unsent: UnsentNotice): Promise<void>;
  /** What was added and not cleared, each way once. */
  read(centre: string): Promise<readonly UnsentNotice[]>;
  /** Forgets these; what was added meanwhile stays. */
  clear(centre: string, told: readonly UnsentNotice[]): Promise<void>;
}

export interface UnsentNotice {
  readonly way: Way;
  readonly incidents: readonly string[];
}

/** Everything that was kept of what happened, for announcing it again. */
export interface Histories {
  /** Some incidents and rejections, in no order; the cursor leads to more, and is absent at the end. May lag behind writes. */
  page(cursor?: string): Promise<{
    readonly incidents: readonly Incident[];
    readonly rejections: readonly Rejected[];
    readonly cursor?: string;
  }>;
}
