import type { Digest } from "../../shared/contracts/notices.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { allRows } from "../../shared/store/all-rows.ts";
import type { IncidentQueue, QueueRow } from "../../shared/store/ports.ts";
import { lineOf, MOST_LINES } from "./digest-lines.ts";

/** The incidents of a centre, closed ones too, with a reply that a person has to see to; the oldest first. */
export const unsettledReplies = async (queue: IncidentQueue, id: string, data: Centre): Promise<Digest["replies"]> => {
  const rows: QueueRow[] = [];
  for await (const row of allRows(queue, { centre: id, filter: { replies: "unsettled" } })) rows.push(row);
  const lines = rows.toSorted((a, b) => a.createdAt - b.createdAt).slice(0, MOST_LINES);
  return { count: rows.length, lines: lines.map(lineOf(data)) };
};
