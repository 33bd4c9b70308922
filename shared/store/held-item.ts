import * as z from "zod/mini";
import type { Held } from "../domain/incident/held.ts";
import type { Placeholder } from "../domain/signal/existence.ts";
import type { JoinedSignal } from "../domain/signal/joined-signal.ts";
import { existenceMarks, keptSignal } from "../domain/signal/signal.ts";
import { instant, SECOND } from "../domain/time/instant.ts";
import { fromItem, toItem } from "./incident-item.ts";
import { HOLDS, itemKindOf, JOINED, PLACEHOLDER, TABLE_KEY, TTL_ATTRIBUTE } from "./keys.ts";

const placeholderItem = z.object({
  pk: z.string(),
  version: z.int(),
  centre: z.string(),
  marks: existenceMarks,
  [TTL_ATTRIBUTE]: instant,
});

const joinedItem = z.object({
  pk: z.string(),
  version: z.int(),
  incidentId: z.string(),
  kind: z.string(),
  signal: z.omit(keptSignal, { id: true }),
  [TTL_ATTRIBUTE]: z.optional(instant),
});

const seconds = (at: number): number => Math.floor(at / SECOND);

export const toPlaceholderItem = ({ id, keptUntil, ...rest }: Placeholder): Record<string, unknown> => ({
  [TABLE_KEY]: id,
  [HOLDS]: PLACEHOLDER,
  ...rest,
  [TTL_ATTRIBUTE]: seconds(keptUntil),
});

const fromPlaceholderItem = (item: unknown): Placeholder => {
  const { pk, [TTL_ATTRIBUTE]: until, ...rest } = placeholderItem.parse(item);
  return { ...rest, id: pk, keptUntil: until * SECOND };
};

const toJoinedItem = ({ signal: { id, ...signal }, keptUntil, ...rest }: JoinedSignal): Record<string, unknown> => ({
  [TABLE_KEY]: id,
  [HOLDS]: JOINED,
  ...rest,
  signal,
  ...(keptUntil === undefined ? {} : { [TTL_ATTRIBUTE]: seconds(keptUntil) }),
});

const fromJoinedItem = (item: unknown): JoinedSignal => {
  const { pk, signal, [TTL_ATTRIBUTE]: until, ...rest } = joinedItem.parse(item);
  return {
    ...rest,
    signal: { ...signal, id: pk },
    ...(until === undefined ? {} : { keptUntil: until * SECOND }),
  };
};

export const toHeldItem = (held: Held): Record<string, unknown> => {
  switch (held.kind) {
    case "incident":
      return toItem(held.incident);
    case "joined":
      return toJoinedItem(held.joined);
    case "placeholder":
      return toPlaceholderItem(held.placeholder);
    default:
      return held satisfies never;
  }
};

/** Reads what is at a signal's key; throws when that is nothing of the kind. */
export const fromHeldItem = (item: Readonly<Record<string, unknown>>): Held => {
  switch (itemKindOf(item)) {
    case "placeholder":
      return { kind: "placeholder", placeholder: fromPlaceholderItem(item) };
    case "joined":
      return { kind: "joined", joined: fromJoinedItem(item) };
    default:
      return { kind: "incident", incident: fromItem(item) };
  }
};
