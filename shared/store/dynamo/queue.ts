import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { rowOf, searchedLine } from "../incident-item.ts";
import { QUEUE_INDEX, queueOf, queueSortOf, TABLE_KEY, UNSETTLED_INDEX } from "../keys.ts";
import type { IncidentQueue, QueueFilter, QueueRow } from "../ports.ts";
import { searchedNames } from "../searched-names.ts";
import type { IncidentTable } from "./table.ts";

/** How far a filter that finds little reads before it answers with what it has. */
interface FilteredReading {
  /** Items read at a time when the filter will drop some of them. */
  readonly page: number;
  readonly mostPages: number;
}

const USUAL: FilteredReading = { page: 500, mostPages: 10 };

interface Expression {
  readonly text: string;
  readonly names: Record<string, string>;
  readonly values: Record<string, string>;
}

const exactly = ["state", "topic", "group", "territory", "authority", "stage"] as const;

const expressionOf = (filter: QueueFilter): Expression | undefined => {
  const given = exactly.flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ name, value }];
  });
  const conditions = given.map(({ name }) => `#${name} = :${name}`);
  const names: Record<string, string> = Object.fromEntries(given.map(({ name }) => [`#${name}`, name]));
  const values: Record<string, string> = Object.fromEntries(given.map(({ name, value }) => [`:${name}`, value]));
  if (filter.q !== undefined) {
    const searched = searchedNames(filter.q);
    const named = searched.map((_, at) => `#externalId = :name${at} OR contains(#externalId, :line${at})`);
    conditions.push(`(#id = :q OR ${named.join(" OR ")} OR begins_with(#address, :q))`);
    Object.assign(names, { "#id": TABLE_KEY, "#externalId": "externalId", "#address": "address" });
    values[":q"] = filter.q;
    for (const [at, name] of searched.entries()) {
      values[`:name${at}`] = name;
      values[`:line${at}`] = searchedLine(name);
    }
  }
  return conditions.length === 0 ? undefined : { text: conditions.join(" AND "), names, values };
};

interface PartOfQueue {
  readonly index: typeof QUEUE_INDEX | typeof UNSETTLED_INDEX;
  readonly partition: string;
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly filter: Expression | undefined;
}

/** What one partition gave: rows newest first, and how far down it was read; `readTo` is absent at its end. */
interface Reading {
  readonly rows: readonly QueueRow[];
  readonly readTo?: string;
}

const sortOf = ({ createdAt, id }: QueueRow): string => queueSortOf(createdAt, id);

export const dynamoQueue = ({ name, client }: IncidentTable, filtered: FilteredReading = USUAL): IncidentQueue => {
  const readPartition = async ({ index, partition, limit, cursor, filter }: PartOfQueue): Promise<Reading> => {
    const rows: QueueRow[] = [];
    let from = cursor;
    for (let pages = 0; pages < filtered.mostPages; pages += 1) {
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: index.name,
          KeyConditionExpression: from === undefined ? "#queue = :queue" : "#queue = :queue AND #sort < :from",
          ...(filter === undefined ? {} : { FilterExpression: filter.text }),
          ExpressionAttributeNames: {
            "#queue": index.partition,
            ...(from === undefined ? {} : { "#sort": index.sort }),
            ...filter?.names,
          },
          ExpressionAttributeValues: {
            ":queue": partition,
            ...(from === undefined ? {} : { ":from": from }),
            ...filter?.values,
          },
          ScanIndexForward: false,
          // One more than asked for tells a last page that is full from one that something follows.
          Limit: filter === undefined ? limit + 1 : filtered.page,
        }),
      );
      rows.push(...(Items ?? []).map(rowOf));
      if (LastEvaluatedKey === undefined) return { rows };
      from = String(LastEvaluatedKey[index.sort]);
      if (rows.length > limit) break;
    }
    return from === undefined ? { rows } : { rows, readTo: from };
  };

  return {
    page: async ({ centre, open, filter, limit, cursor }) => {
      const expression = expressionOf(filter);
      const partitions = [true, false].filter((each) => open === undefined || each === open);
      const index = filter.replies === "unsettled" ? UNSETTLED_INDEX : QUEUE_INDEX;
      const readings = await Promise.all(
        partitions.map((each) =>
          readPartition({ index, partition: queueOf(centre, each), limit, cursor, filter: expression }),
        ),
      );
      // Below the point that every partition was read to, something newer might still be missing.
      const floors = readings.flatMap(({ readTo }) => (readTo === undefined ? [] : [readTo])).toSorted();
      const floor = floors.at(-1);
      const known = readings
        .flatMap(({ rows }) => rows)
        .filter((row) => floor === undefined || sortOf(row) >= floor)
        .toSorted((a, b) => (sortOf(a) < sortOf(b) ? 1 : -1));
      const items = known.slice(0, limit);
      const last = items.at(-1);
      if (known.length > limit && last !== undefined) return { items, cursor: sortOf(last) };
      return floor === undefined ? { items } : { items, cursor: floor };
    },
  };
};
