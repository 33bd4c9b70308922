import { posMark } from "../domain/ids.ts";
import type { Habitat } from "../domain/incident/assignment.ts";

/**
 * Every key and index of the table, and the access patterns they serve. One table, `pk` alone as its key: each item is
 * reached by one id, and what belongs together is one item (docs/data-model.md).
 *
 * | item | pk | reached by |
 * |---|---|---|
 * | incident with its opening signal | the signal's id | id of the incident or of the signal |
 * | placeholder of a signal that was deleted or restored before it came | the signal's id | its id |
 * | signal that joined an incident | the signal's id | its id; `incidentId` points on |
 * | rejection | `rejection#<id>` | id |
 * | accepted key of a partner | `accepted#<partner>#<key>` | the pair |
 * | delivered alert | `delivered#<event id>` | event id |
 * | a centre's data | `centre#<id>` | id |
 * | its norms and calendar of one version | `centre#<id>@<version>` | the pair |
 * | how far each centre's calendar reaches | `centre#` | |
 * | to whom people gave incidents of a topic in a territory | `assigned#<centre>#<topic>#<territory>` | the three |
 * | incidents of which somebody could not be told | `unsent#<centre>` | centre |
 * | how far a source was asked for what its webhook may have missed | `cursor#<channel>#<source>` | the pair |
 * | chats that a bot is in, and those it was in | `chats#<channel>#<source>` | the pair |
 * | incident that a number of «Решаем вместе» was entered on | `pos#<centre>#<hash of the number>` | the pair |
 */
export const TABLE_KEY = "pk";

export const TTL_ATTRIBUTE = "expiresAt";

/** What of an incident's replies is to be sent, as JSON. Sparse: only changes that carry it wake whoever sends. */
export const OUTBOX = "outbox";

/** Incidents with a transition still to come, by the moment of the next one. Sparse, keys only, spread over shards. */
export const WATCH_INDEX = { name: "watch", partition: "watchShard", sort: "nextAt" } as const;

/** Incidents of a centre, newest first, open and done apart. Carries what a row of the queue shows. */
export const QUEUE_INDEX = {
  name: "queue",
  partition: "queue",
  sort: "queueSort",
  projected: [
    "version",
    "state",
    "createdAt",
    "topic",
    "group",
    "territory",
    "authority",
    "signalCount",
    "clocks",
    "stage",
    "externalId",
    "address",
    "urgent",
  ],
} as const;

/** Incidents with a reply that a person has to see to, as the queue has them. Sparse: others cost nothing here. */
export const UNSETTLED_INDEX = {
  name: "unsettled",
  partition: "unsettled",
  sort: QUEUE_INDEX.sort,
  projected: QUEUE_INDEX.projected,
} as const;

/** Incidents that everyone may see, by centre, newest first. Sparse, keys only: a change of one costs nothing here. */
export const PUBLIC_INDEX = { name: "public", partition: "publicOf", sort: QUEUE_INDEX.sort } as const;

/** Open incidents by centre, newest first, with what of them is compared with a new message. */
export const MATTERS_INDEX = {
  name: "matters",
  partition: "matterOf",
  sort: QUEUE_INDEX.sort,
  projected: ["sketch"],
} as const;

/** Of the table of identities: dialogues of a bot with its citizens, by when something was heard there last. Sparse. */
export const DIALOGUES_INDEX = {
  name: "dialogues",
  partition: "dialogueOf",
  sort: "heardAt",
  projected: ["dialogue"],
} as const;

/** A source's name is a text of somebody else's choice, and the last part. */
export const dialogueOf = (channel: string, source: string): string => `${channel}#${source}`;

/** How many partitions the watch index is spread over, beside the one of urgent incidents. One takes 1,000 writes a second. */
const WATCH_SHARDS = 4;

const URGENT_SHARD = "watch#urgent";

/** The shards of the watch index, in the order in which a backlog of them is worked off: urgent incidents before others. */
export const watchShards: readonly (readonly string[])[] = [
  [URGENT_SHARD],
  Array.from({ length: WATCH_SHARDS }, (_, shard) => `watch#${shard}`),
];

/** The shard of an incident: stable, and even because ids are hashes. */
export const watchShardOf = ({ id, urgent }: { readonly id: string; readonly urgent: boolean }): string => {
  if (urgent) return URGENT_SHARD;
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 65_521;
  return `watch#${sum % WATCH_SHARDS}`;
};

export const queueOf = (centre: string, open: boolean): string => `${centre}#${open ? "open" : "done"}`;

/** Sorts as time does: 13 digits of epoch milliseconds last until the year 2286. */
export const queueSortOf = (createdAt: number, incidentId: string): string => `${createdAt}#${incidentId}`;

export const rejectionKey = (id: string): string => `rejection#${id}`;
/** A text of somebody else's choice, so that it runs into nothing that comes after it. */
const bounded = (text: string): string => text.replaceAll("%", "%25").replaceAll("#", "%23");
export const acceptedKey = (partner: string, key: string): string => `accepted#${bounded(partner)}#${key}`;
export const deliveredKey = (eventId: string): string => `delivered#${eventId}`;
export const centreKey = (id: string): string => `centre#${id}`;
/** No id of a centre holds an @. */
export const centreRulesKey = (id: string, version: string): string => `centre#${id}@${version}`;
export const CALENDARS_KEY = "centre#";
/** The attribute of one centre among the calendars: no key of the table is named so. */
export const calendarOf = (id: string): string => `until#${id}`;
/** A source's name is a text of somebody else's choice, and the last part. */
export const cursorKey = (channel: string, source: string): string => `cursor#${channel}#${source}`;
export const chatsKey = (channel: string, source: string): string => `chats#${channel}#${source}`;
export const assignedKey = ({ centre, topic, territory }: Habitat): string =>
  `assigned#${bounded(centre)}#${bounded(topic)}#${territory}`;
/** Not the number itself: the state's platform knows a citizen by it, and their data may be erased. */
export const posNumberKey = (centre: string, number: string): string => `pos#${bounded(centre)}#${posMark(number)}`;
export const unsentKey = (centre: string): string => `unsent#${centre}`;

/** What is at a signal's key says by this attribute that it is no incident. */
export const HOLDS = "holds";
export const PLACEHOLDER = "placeholder";
export const JOINED = "joined";

type ItemKind =
  | "incident"
  | "joined"
  | "placeholder"
  | "rejection"
  | "accepted"
  | "delivered"
  | "centre"
  | "unsent"
  | "cursor"
  | "chats"
  | "assigned"
  | "pos";

/** What an item of the table is. */
export const itemKindOf = (item: Readonly<Record<string, unknown>>): ItemKind => {
  if (item[HOLDS] === PLACEHOLDER) return PLACEHOLDER;
  if (item[HOLDS] === JOINED) return JOINED;
  const key = String(item[TABLE_KEY]);
  const [kind] = key.split("#", 1);
  switch (kind) {
    case "rejection":
    case "accepted":
    case "delivered":
    case "centre":
    case "unsent":
    case "cursor":
    case "chats":
    case "assigned":
    case "pos":
      return key.includes("#") ? kind : "incident";
    default:
      // An incident's key is a bare id, and no id holds the sign that the other kinds begin with.
      return "incident";
  }
};
