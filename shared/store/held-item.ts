import * as z from "zod/mini";
import type { Placeholder } from "../domain/existence.ts";
import { instant, SECOND } from "../domain/instant.ts";
import { existenceMarks } from "../domain/signal.ts";
import { fromItem } from "./incident-item.ts";
import { HOLDS, itemKindOf, PLACEHOLDER, TABLE_KEY, TTL_ATTRIBUTE } from "./keys.ts";
import type { Held } from "./ports.ts";

const placeholderItem = z.object({
  pk: z.string(),
  version: z.int(),
  centre: z.string(),
  marks: existenceMarks,
  [TTL_ATTRIBUTE]: instant,
});

export const toPlaceholderItem = ({ id, keptUntil, ...rest }: Placeholder): Record<string, unknown> => ({
  [TABLE_KEY]: id,
  [HOLDS]: PLACEHOLDER,
  ...rest,
  [TTL_ATTRIBUTE]: Math.floor(keptUntil / SECOND),
});

const fromPlaceholderItem = (item: unknown): Placeholder => {
  const { pk, [TTL_ATTRIBUTE]: until, ...rest } = placeholderItem.parse(item);
  return { ...rest, id: pk, keptUntil: until * SECOND };
};

/** Reads what is at a signal's key. */
export const fromHeldItem = (item: Readonly<Record<string, unknown>>): Held =>
  itemKindOf(item) === PLACEHOLDER
    ? { kind: "placeholder", placeholder: fromPlaceholderItem(item) }
    : { kind: "incident", incident: fromItem(item) };
