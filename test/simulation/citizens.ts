import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { signalId } from "../../shared/domain/ids.ts";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "../../shared/domain/time/instant.ts";
import type { Installation } from "./installation.ts";
import { invoke } from "./invocation.ts";
import type { Random } from "./random.ts";
import { community, partnerKey } from "./wiring.ts";

/** A message as its sender sends it, every time the same. */
interface Sent {
  readonly id: string;
  readonly request: Pick<
    APIGatewayProxyEventV2,
    "routeKey" | "headers" | "pathParameters" | "body" | "isBase64Encoded"
  >;
}

const texts: readonly [string, ...string[]] = [
  "Огромная яма на Советской, 12",
  "Пахнет газом в подъезде",
  "Третий день нет горячей воды",
  "Во дворе не горят фонари, Заречный район",
  "Спасибо за новый парк!",
  "Когда отремонтируют дорогу? Ямы по колено",
];

const PORTAL = "portal";
const TIMEOUT = 10 * SECOND;

/** How long a sender waits before it tries again: platforms go on for hours. */
const patience = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 5 * HOUR, 5 * HOUR];

interface Comment {
  readonly number: number;
  /** The number of the first one that they wrote. */
  readonly author: number;
  readonly text: string;
  readonly at: Instant;
}

/** Under a post, where the community answers. */
const comment = (
  { number, author, text, at }: Comment,
  change: "new" | "edit" | "delete" | "restore" = "new",
): Sent => ({
  id: signalId("vk", String(community.groupId), `wall_reply:-1:${number}`),
  request: {
    routeKey: "POST /webhooks/{channel}",
    pathParameters: { channel: "vk" },
    headers: {},
    isBase64Encoded: false,
    body: JSON.stringify({
      type: `wall_reply_${change}`,
      event_id: `${change}-${number}`,
      group_id: community.groupId,
      secret: community.secret,
      object: {
        id: number,
        from_id: 501 + author,
        post_owner_id: -1,
        post_id: 7,
        date: Math.floor(at / SECOND),
        text,
      },
    }),
  },
});

const portal = (number: number, wording: number, text: string): Sent => ({
  id: signalId("partner", PORTAL, `portal-${number}`),
  request: {
    routeKey: "POST /signals",
    headers: { authorization: `Bearer ${partnerKey}`, "idempotency-key": `portal-${number}-${wording}` },
    isBase64Encoded: false,
    body: JSON.stringify({ text, externalId: `portal-${number}` }),
  },
});

interface Parts {
  readonly installation: Installation;
  readonly random: Random;
  readonly onSent: (signalId: string) => void;
  readonly onAccepted: (signalId: string) => void;
}

const NOWHERE = { http: { sourceIp: "203.0.113.7" } };

/** Sends a message until it is accepted, and some again that are. */
const send = (parts: Parts, message: Sent, tries: number = 0): void => {
  const { installation, random } = parts;
  const { world, faults, wired } = installation;
  const { id, request } = message;
  const again = (wait: number): void => world.after(wait, () => send(parts, message, tries + 1));
  parts.onSent(id);
  invoke(
    installation,
    { functionName: "intake", timeout: TIMEOUT },
    (invocation) => wired.intake(invocation)({ ...request, requestContext: NOWHERE }),
    (outcome) => {
      const status = outcome.kind === "answered" ? (outcome.answer.statusCode ?? 200) : 502;
      if (status >= 500) return again(patience[tries] ?? 5 * HOUR);
      if (status >= 400) throw new Error(`A sender was answered with ${status}, which no fault explains.`);
      parts.onAccepted(id);
      if (faults.strikes("resent")) again(random.between(SECOND, 10 * HOUR));
    },
  );
};

/** Somebody writes so soon after their last comment. */
const WRITES_AGAIN_WITHIN = 2 * DAY;

/**
 * Citizens write: comments, which some edit, delete and restore, a few under the same post again, perhaps as an answer;
 * and messages through a partner that words some of them anew.
 */
export const letCitizensWrite = (parts: Parts, signals: number, during: number): void => {
  const { random, installation } = parts;
  const { world } = installation;
  const start = world.now();
  const comments: Comment[] = [];
  for (let number = 0; number < signals; number += 1) {
    const at = start + random.below(during);
    const text = random.pick(texts);
    if (random.chance(0.5)) {
      const before = random.chance(0.3) ? comments[random.below(comments.length + 1)] : undefined;
      const within = Math.min(WRITES_AGAIN_WITHIN, during);
      const written =
        before === undefined
          ? { number, author: number, text, at }
          : { ...before, number, at: before.at + random.below(within) };
      comments.push(written);
      world.at(written.at, () => send(parts, comment(written)));
      // Each may overtake what it is about.
      const later = () => written.at + random.below(2 * HOUR);
      const edited = { ...written, text: `${written.text}!` };
      if (random.chance(0.2)) world.at(later(), () => send(parts, comment(edited, "edit")));
      if (random.chance(0.2)) world.at(later(), () => send(parts, comment(written, "delete")));
      if (random.chance(0.1)) world.at(later(), () => send(parts, comment(written, "restore")));
      continue;
    }
    world.at(at, () => send(parts, portal(number, 0, text)));
    for (let wording = 1; random.chance(0.15); wording += 1) {
      const later = at + random.below(6 * HOUR);
      world.at(later, () => send(parts, portal(number, wording, `${text}, и никто не едет (${wording})`)));
    }
  }
};
