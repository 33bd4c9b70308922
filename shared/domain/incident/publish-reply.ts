import type { KeptSignal } from "../signal/signal.ts";
import type { Instant } from "../time/instant.ts";
import { HEARD_WITHIN } from "./hand-over.ts";
import type { Incident } from "./incident.ts";
import type { Delivery, Reply } from "./reply.ts";

/** Whom a reply goes to: as much as is known of them without reading their message. */
type Reporter = Pick<KeptSignal, "id" | "channel" | "source"> &
  Partial<Pick<KeptSignal, "thread" | "erased" | "citizen">> & { readonly answers?: true | undefined };

/** Everybody who wrote of an incident, by what they wrote first: their answer to a question brings them no second reply. */
const reportersOf = ({ signal, joined = [] }: Incident): readonly Reporter[] => {
  const reporters: readonly Reporter[] = [signal, ...joined];
  const wroteBefore = ({ channel, source, citizen }: Reporter): boolean =>
    reporters.some(
      (each) => each.answers !== true && each.channel === channel && each.source === source && each.citizen === citizen,
    );
  return reporters.filter((each) => each.answers !== true || !wroteBefore(each));
};

type Way = Pick<Delivery, "state"> & Partial<Pick<Delivery, "why">>;

/**
 * Where VK lets no community write: its method asks for a user's token. Under a post of Odnoklassniki (`topic`) no method for a
 * group is documented.
 */
const FOR_USERS: ReadonlySet<string> = new Set(["photo", "video", "board", "market", "topic"]);

/** Whether a place is written to by people alone. */
export const isForUsers = (thread: Reporter["thread"]): boolean => FOR_USERS.has(thread?.["kind"] ?? "");

const toPage = (thread: Reporter["thread"]): Way =>
  isForUsers(thread) ? { state: "by-hand", why: "user-token-needed" } : { state: "waiting" };

const wayTo = ({ channel, thread, erased, citizen }: Reporter): Way => {
  if (erased === true) return { state: "not-possible", why: "erased" };
  switch (channel) {
    case "vk":
    case "ok":
      return toPage(thread);
    case "max":
    case "telegram":
      return { state: "waiting" };
    case "open311":
      // Whoever asks for the request reads it there.
      return { state: "sent" };
    case "form":
    case "partner":
      // By mail, if that is what they left to be reached by.
      return citizen === undefined ? { state: "by-hand", why: "no-way-back" } : { state: "waiting" };
    case "pos":
      return { state: "by-hand", why: "no-way-back" };
    default:
      return channel satisfies never;
  }
};

const deliveryTo = (reporter: Reporter, now: Instant): Delivery => {
  const { id: signalId, channel, source } = reporter;
  const way = wayTo(reporter);
  const awaited = way.state === "waiting" ? { againAt: now + HEARD_WITHIN } : {};
  return { signalId, channel, source, ...way, at: now, since: now, tries: 0, ...awaited };
};

/** A reply that is published now: on its way to everybody who wrote of the incident. */
export const publishedReply = (
  incident: Incident,
  { id, text, kind, who }: Pick<Reply, "id" | "text" | "kind" | "who">,
  now: Instant,
): Reply => ({
  id,
  text,
  kind,
  at: now,
  who,
  state: "published",
  deliveries: reportersOf(incident).map((reporter) => deliveryTo(reporter, now)),
});

/** Replies with one more, or with another one in the place of the one of its id. What else was drafted stays a draft. */
export const withReply = (replies: readonly Reply[], reply: Reply): Reply[] => [
  ...replies
    .filter(({ id }) => id !== reply.id)
    .map((each) => (each.state === "published" ? each : { ...each, state: "draft" as const })),
  reply,
];
