import type { ReplyDigestLine } from "../../shared/contracts/notices.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import type { IncidentQueue, QueueRow } from "../../shared/store/ports.ts";

const PAGE = 200;

/** Lines of a list; what goes beyond is a number. */
export const MOST_LINES = 100;

/** Every row that a query of the queue finds. */
export async function* rowsOf(
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

const nameOf = (known: readonly { readonly id: string; readonly name: string }[], id: string): string =>
  known.find((each) => each.id === id)?.name ?? id;

/** What a line says of an incident, in the centre's names. */
export const lineOf = ({ topics, territories, authorities }: Centre) => {
  const known = topics.groups.flatMap((group) => group.topics);
  return ({ id, topic, territory, authority }: QueueRow): ReplyDigestLine => ({
    incidentId: id,
    topic: nameOf(known, topic),
    territory: nameOf(territories.territories, territory),
    authority: nameOf(authorities.authorities, authority),
  });
};
