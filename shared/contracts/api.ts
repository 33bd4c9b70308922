import * as z from "zod/mini";
import { similarIncident } from "../domain/centre/matters.ts";
import { stage } from "../domain/clock/clock.ts";
import { clockKind } from "../domain/clock/norm.ts";
import { incidentState } from "../domain/incident/incident-state.ts";
import { deliveryState, replyKind, replyState } from "../domain/incident/reply.ts";
import { attachment, channel } from "../domain/signal/signal.ts";
import { understood } from "../domain/signal/understanding.ts";

export const roles = ["operator", "authority", "approver", "supervisor", "head", "administrator", "auditor"] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** The claims of a member of staff's token, as an issuer of OpenID Connect, Cognito or the one-machine edition signs them. */
export const staffClaims = z.looseObject({
  sub: z.string().check(z.minLength(1)),
  "custom:role": role,
  "custom:centre": z.string().check(z.minLength(1)),
  /** The body that a member of the role `authority` answers for. */
  "custom:authority": z.optional(z.string().check(z.minLength(1))),
});

const instant = z.iso.datetime();
const named = z.object({ id: z.string(), name: z.string() });

/** A name, an id, or what else fits on one line. */
export const word = z.string().check(z.minLength(1), z.maxLength(200));

/** The form of every incident's id. Other keys of the table do not have it. */
export const incidentId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

const SMALLEST_PAGE = 1;
const USUAL_PAGE = 50;
export const LARGEST_PAGE = 200;

/** The query of the list. What is not named here filters nothing, and is refused. */
export const incidentQuery = z.strictObject({
  state: z.optional(incidentState),
  topic: z.optional(word),
  group: z.optional(word),
  territory: z.optional(word),
  authority: z.optional(word),
  stage: z.optional(stage),
  q: z.optional(word),
  replies: z.optional(z.literal("unsettled")),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(SMALLEST_PAGE), z.lte(LARGEST_PAGE)), USUAL_PAGE),
  cursor: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,200}$/))),
});

const incidentRow = z.object({
  id: z.string(),
  version: z.int(),
  state: incidentState,
  createdAt: instant,
  group: named,
  topic: named,
  territory: named,
  authority: named,
  urgent: z.boolean(),
  signalCount: z.int(),
  clocks: z.array(
    z.object({
      kind: clockKind,
      norm: z.string(),
      dueAt: instant,
      stage,
      /** When the next stage comes; absent when none is pending. */
      nextAt: z.optional(instant),
      /** True when the deadline runs past the last loaded year of the calendar and is not certain. */
      beyondCalendar: z.optional(z.boolean()),
    }),
  ),
});
export type IncidentRow = z.infer<typeof incidentRow>;

/** A centre, and what of its data does nothing: each says in which file, where, and why. */
export const centreView = z.object({ id: z.string(), name: z.string(), problems: z.array(z.string()) });
export type CentreView = z.infer<typeof centreView>;

export const incidentPage = z.object({ items: z.array(incidentRow), cursor: z.optional(z.string()) });

export const incidentDetail = z.extend(incidentRow, {
  /** How its opening message was understood. */
  understood: z.optional(understood),
  cell: z.optional(z.string()),
  /** Incidents that seemed to be of the same matter when it was opened, the likeliest first. */
  similar: z.optional(z.array(similarIncident)),
  /** Where it is dealt with, when it was merged into another. */
  mergedInto: z.optional(z.string()),
  /** What «Госуслуги. Решаем вместе» knows it by. */
  pos: z.optional(z.object({ number: z.string(), status: z.optional(z.string()), dueAt: z.optional(instant) })),
  /** Everyone may see it, without what names a citizen. */
  public: z.boolean(),
  /** Topics it may be about, the likeliest first, where a model was asked and was not sure. */
  suggestions: z.optional(
    z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        likelihood: z.number(),
        /** The words of the message that spoke for it, the strongest first. */
        words: z.optional(z.array(z.string())),
      }),
    ),
  ),
  /** How many citizens wrote of it, and how often their messages were seen, liked, commented on and passed on. */
  resonance: z.object({ reporters: z.int(), reach: z.int() }),
  /** To whom else people gave what is of this topic in this territory, most often first. */
  suggestedAuthorities: z.optional(
    z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        /** Of the last twelve. */
        times: z.int(),
        lastAt: instant,
        /** For `authorities.json`, when at least five of the last six went there and no rule says so. */
        rule: z.optional(z.object({ topic: z.string(), territory: z.string(), authority: z.string() })),
      }),
    ),
  ),
  /** Parts of its message that may be matters of their own, for `divide`: other bodies answer them. */
  suggestedParts: z.optional(
    z.array(z.object({ text: z.string(), topic: z.object({ id: z.string(), name: z.string() }) })),
  ),
  signals: z.array(
    z.object({
      id: z.string(),
      channel,
      externalId: z.string(),
      /** Where it stands on its platform, where that can be opened. */
      url: z.optional(z.string()),
      kind: z.string(),
      text: z.string(),
      sentAt: instant,
      receivedAt: instant,
      revision: z.int(),
      /** Taken back by its citizen on the platform, or erased at their wish. */
      deleted: z.boolean(),
      attachments: z.array(attachment),
    }),
  ),
  history: z.array(
    z.object({
      at: instant,
      who: z.string(),
      what: z.string(),
      why: z.optional(z.string()),
      /** The other incident of a merge, a split or a division. */
      incidentId: z.optional(z.string()),
      /** The joined message that it is about. */
      signalId: z.optional(z.string()),
      /** The deadlines that it moved. */
      moved: z.optional(z.array(z.object({ clock: clockKind, from: instant, to: instant }))),
      /** Of an escalation, which rung beyond the first. */
      rung: z.optional(z.int()),
    }),
  ),
  replies: z.array(
    z.object({
      id: z.string(),
      kind: replyKind,
      text: z.string(),
      /** When it was published; of one that is not, when it was written. */
      at: instant,
      who: z.string(),
      state: replyState,
      /** One for each message of the incident, in the channel it came through. */
      deliveries: z.array(
        z.object({
          signalId: z.string(),
          channel,
          state: deliveryState,
          at: instant,
          /** Why it was not sent: a word, and the platform's own code. */
          why: z.optional(z.string()),
          /** The platform's own id of what was sent. */
          externalId: z.optional(z.string()),
        }),
      ),
    }),
  ),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;

const segment = z.object({
  what: z.enum(["counted", "paused", "rolled-over"]),
  from: instant,
  to: instant,
  /** Milliseconds or days, as the leg counts. */
  amount: z.number(),
  why: z.optional(z.string()),
});

/** How every clock of an incident came to its deadline. */
export const incidentClocks = z.object({
  clocks: z.array(
    z.object({
      kind: clockKind,
      norm: z.string(),
      startedAt: instant,
      dueAt: instant,
      stage,
      version: z.int(),
      beyondCalendar: z.optional(z.boolean()),
      overAt: z.optional(instant),
      /** Under which data it was reckoned; absent when these are no longer known. */
      rules: z.optional(z.object({ version: z.string(), calendar: z.string() })),
      /** The norm and its extensions, one after the other; the counted segments of each add up to its amount. */
      legs: z.array(
        z.object({
          cause: z.enum(["norm", "extension"]),
          duration: z.optional(z.string()),
          why: z.optional(z.string()),
          from: instant,
          to: instant,
          unit: z.enum(["milliseconds", "days"]),
          amount: z.number(),
          /** True when it ran past the last loaded year; `amount` is what the calendar still had of it. */
          beyondCalendar: z.optional(z.boolean()),
          overtaken: z.optional(z.boolean()),
          segments: z.array(segment),
        }),
      ),
    }),
  ),
});
export type IncidentClocks = z.infer<typeof incidentClocks>;
