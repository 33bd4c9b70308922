import type { IncidentQueue, QueueRow } from "./ports.ts";

const PAGE = 200;

/** Every row that a query of the queue finds, page by page. */
export async function* allRows(
  queue: IncidentQueue,
  query: Omit<Parameters<IncidentQueue["page"]>[0], "limit" | "cursor">,
): AsyncIterable<QueueRow> {
  let cursor: string | undefined;
  do {
    const from = cursor === undefined ? {} : { cursor };
    const page = await queue.page({ ...query, limit: PAGE, ...from });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
