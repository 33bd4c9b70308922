import { BatchGetCommand, type BatchGetCommandOutput } from "@aws-sdk/lib-dynamodb";
import { TABLE_KEY } from "../keys.ts";
import type { IncidentTable } from "./table.ts";

/** BatchGetItem takes at most 100 keys. */
export const KEYS_AT_ONCE = 100;

type Item = Readonly<Record<string, unknown>>;

interface Reading {
  /** As every write that was answered before has left them. */
  readonly consistent: boolean;
  /** These attributes and no more; all when they are not named. */
  readonly only?: readonly string[];
}

const projection = (only: readonly string[] | undefined) =>
  only === undefined
    ? {}
    : {
        ProjectionExpression: only.map((_, place) => `#a${place}`).join(", "),
        ExpressionAttributeNames: Object.fromEntries(only.map((name, place) => [`#a${place}`, name])),
      };

/** The items at keys, each once, in no order. */
export const itemsAt = async (
  { name, client }: IncidentTable,
  keys: readonly string[],
  { consistent, only }: Reading,
): Promise<readonly Item[]> => {
  const distinct = [...new Set(keys)];
  const found: Item[] = [];
  for (let start = 0; start < distinct.length; start += KEYS_AT_ONCE) {
    let left: Record<string, unknown>[] | undefined = distinct
      .slice(start, start + KEYS_AT_ONCE)
      .map((key) => ({ [TABLE_KEY]: key }));
    while (left !== undefined && left.length > 0) {
      const answer: BatchGetCommandOutput = await client.send(
        new BatchGetCommand({
          RequestItems: { [name]: { Keys: left, ConsistentRead: consistent, ...projection(only) } },
        }),
      );
      found.push(...(answer.Responses?.[name] ?? []));
      left = answer.UnprocessedKeys?.[name]?.Keys;
    }
  }
  return found;
};
