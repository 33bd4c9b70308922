import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from "@aws-sdk/client-dynamodb";

export interface MovedTable {
  readonly table: string;
  readonly items: number;
  /** Put there now; in a dry run, what would be. */
  readonly moved: number;
  /** Was there already: from a move that was broken off, or newer than what is moved. Left as it is. */
  readonly there: number;
}

type Item = Record<string, AttributeValue>;

const AT_ONCE = 16;

/** Copies what is not there yet, item by item: broken off at any moment, it can be started again. */
export async function moveTable(options: {
  readonly table: string;
  /** The table's key attribute: an item with that key is never written over. */
  readonly key: string;
  readonly from: DynamoDBClient;
  readonly to: DynamoDBClient;
  /** What an item has to become on the way. */
  readonly change: (item: Item) => Promise<Item>;
  readonly dryRun: boolean;
}): Promise<MovedTable> {
  const { table, key, from, to, change, dryRun } = options;
  const counts = { items: 0, moved: 0, there: 0 };
  const put = async (item: Item): Promise<void> => {
    counts.items += 1;
    const Item = await change(item);
    if (dryRun) return;
    try {
      await to.send(
        new PutItemCommand({
          TableName: table,
          Item,
          ConditionExpression: "attribute_not_exists(#key)",
          ExpressionAttributeNames: { "#key": key },
        }),
      );
      counts.moved += 1;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      counts.there += 1;
    }
  };
  for await (const { Items = [] } of paginateScan({ client: from, pageSize: 200 }, { TableName: table })) {
    const waiting = [...Items];
    const worker = async (): Promise<void> => {
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await put(item);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }
  return { table, ...counts };
}
