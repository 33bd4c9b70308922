import * as z from "zod/mini";
import { type Rejected, rejected } from "../domain/signal/rejection.ts";
import { rejectionKey, TABLE_KEY } from "./keys.ts";

const rejectionItem = z.omit(rejected, { id: true });
const prefix = rejectionKey("");

export const toRejectionItem = ({ id, ...rest }: Rejected): Record<string, unknown> => ({
  [TABLE_KEY]: rejectionKey(id),
  ...rest,
});

/** Reads an item; throws when the table holds something that is not a rejection. */
export const fromRejectionItem = (item: Record<string, unknown>): Rejected => ({
  ...rejectionItem.parse(item),
  id: z.string().parse(item[TABLE_KEY]).slice(prefix.length),
});
