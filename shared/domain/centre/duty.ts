import { hash } from "node:crypto";
import * as z from "zod/mini";
import { timedStages } from "../clock/clock.ts";
import { dutyPost } from "../clock/duty-post.ts";
import { timeOfDay, weekday, zone } from "../time/time-of-day.ts";
import type { Authorities } from "./authority.ts";

const name = z.string().check(z.minLength(1));

/**
 * Where a notice goes. `topic`: all subscribers of the notification topic. `bot` and `endpoint` are ids of entries of
 * the secret document, which holds what must not be known here.
 */
export const address = z.discriminatedUnion("way", [
  z.strictObject({ way: z.literal("topic") }),
  z.strictObject({ way: z.literal("mail"), to: z.email() }),
  z.strictObject({ way: z.literal("max"), chat: z.string().check(z.regex(/^-?[0-9]+$/)), bot: z.optional(name) }),
  z.strictObject({ way: z.literal("webhook"), endpoint: name }),
]);
export type Address = z.infer<typeof address>;

export type Way = Address["way"];
export const ways = ["topic", "mail", "max", "webhook"] as const satisfies readonly Way[];

/** The same for the same address, and nobody reads the address from it. */
export const addressKey = (to: Address): string =>
  hash(
    "sha256",
    JSON.stringify(Object.entries(to).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    "base64url",
  ).slice(0, 16);

const stretch = { from: timeOfDay, to: timeOfDay };
const quietHours = z.strictObject(stretch);

/** Somebody, or a body, that is told. `shifts`: when on duty; without any, always. */
const person = z.strictObject({
  id: name,
  name: z.optional(name),
  ways: z.array(address).check(z.minLength(1)),
  shifts: z.optional(z.array(z.strictObject({ ...stretch, days: z.optional(z.array(weekday)) }))),
  /** In place of the centre's; `none` = told at any hour. */
  quiet: z.optional(z.union([quietHours, z.literal("none")])),
});
export type Person = z.infer<typeof person>;

const people = z._default(z.array(name), []);

const usualDigest = { at: "08:30", to: ["operator", "supervisor"] } as const;

const usualDanger = ["operator", "authority", "supervisor"] as const;

/** Who is told of deadlines, when, and by which way. */
export const duty = z.strictObject({
  /** Of shifts, quiet hours and the digest. Default: the centre's. */
  zone: z.optional(zone),
  people: z.array(person).check(z.minLength(1)),
  operator: people,
  supervisor: people,
  head: people,
  authorities: z._default(z.record(name, z.array(name)), {}),
  /** Who is told of a stage, in place of the usual ones. */
  stages: z._default(z.partialRecord(z.enum(timedStages), z.array(dutyPost)), {}),
  /** Who is told at once of danger to life or health, at any hour. */
  danger: z._default(z.array(dutyPost).check(z.minLength(1)), [...usualDanger]),
  quiet: z.optional(quietHours),
  /** The morning's digest, on working days; `none` = not sent. */
  digest: z._default(
    z.union([z.strictObject({ at: timeOfDay, to: z.array(dutyPost).check(z.minLength(1)) }), z.literal("none")]),
    { at: usualDigest.at, to: [...usualDigest.to] },
  ),
});
export type Duty = z.infer<typeof duty>;

/** Of a centre that says nothing: everyone on the topic hears everything. */
export const usualDuty: Duty = duty.parse({
  people: [{ id: "everyone", ways: [{ way: "topic" }] }],
  operator: ["everyone"],
  supervisor: ["everyone"],
  head: ["everyone"],
});

/** People that the roster names and does not describe, and bodies that the centre does not have. */
export const danglingDuty = (roster: Duty, { authorities }: Authorities): readonly string[] => {
  const known = new Set(roster.people.map(({ id }) => id));
  const bodies = new Set(authorities.map(({ id }) => id));
  const missing = (where: string, ids: readonly string[]) =>
    ids.filter((id) => !known.has(id)).map((id) => `duty.json ${where}: there is no person "${id}"`);
  return [
    ...missing("/operator", roster.operator),
    ...missing("/supervisor", roster.supervisor),
    ...missing("/head", roster.head),
    ...Object.entries(roster.authorities).flatMap(([body, ids]) => [
      ...(bodies.has(body) ? [] : [`duty.json /authorities/${body}: there is no authority "${body}"`]),
      ...missing(`/authorities/${body}`, ids),
    ]),
  ];
};
