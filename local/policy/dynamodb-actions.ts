import * as z from "zod/mini";
import type { Table } from "../template/deployment.ts";
import { arnOf } from "../template/region.ts";
import type { PermissionRequest } from "./evaluate.ts";

const item = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);
const single = z.object({
  TableName: z.string(),
  IndexName: z.optional(z.string()),
  Key: z.optional(item),
  Item: z.optional(item),
  KeyConditionExpression: z.optional(z.string()),
  ExpressionAttributeNames: z._default(z.record(z.string(), z.string()), {}),
  ExpressionAttributeValues: z._default(item, {}),
});
const batchGet = z.looseObject({ RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(item) })) });
const batchWrite = z.looseObject({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.looseObject({
        PutRequest: z.optional(z.looseObject({ Item: item })),
        DeleteRequest: z.optional(z.looseObject({ Key: item })),
      }),
    ),
  ),
});
const transaction = z.looseObject({ TransactItems: z.array(z.record(z.string(), single)) });
const keySchema = z.array(z.looseObject({ AttributeName: z.string(), KeyType: z.string() }));
const creation = z.looseObject({ KeySchema: keySchema });
const scalar = z.record(z.string(), z.string());

/** The action of each kind of item in a transaction. */
const itemActions: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  Get: "GetItem",
  ConditionCheck: "ConditionCheckItem",
};

export type DynamoActions = (operation: string, json: unknown) => readonly PermissionRequest[];

/** A transaction asks for the action of each of its items; a batch for its own action on each table. */
export function createDynamoActions(tables: readonly Table[]): DynamoActions {
  const partitionKeys = new Map(
    tables.map(({ name, creation: request }) => [
      name,
      creation.safeParse(request).data?.KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName,
    ]),
  );
  const leadingKeys = (table: string, items: readonly (z.infer<typeof item> | undefined)[]) => {
    const attribute = partitionKeys.get(nameOf(table));
    if (attribute === undefined) return undefined;
    const keys = items.map((one) => Object.values(scalar.safeParse(one?.[attribute]).data ?? {})[0]);
    return keys.every((key) => key !== undefined) ? keys : undefined;
  };
  const onItem = (action: string, request: z.infer<typeof single>): PermissionRequest => ({
    action: `dynamodb:${action}`,
    resource: arnOfTable(request.TableName, request.IndexName),
    leadingKeys: leadingKeys(request.TableName, [request.Key ?? request.Item]),
  });
  return (operation, json) => {
    switch (operation) {
      case "TransactWriteItems":
      case "TransactGetItems": {
        const items = transaction.safeParse(json).data?.TransactItems.flatMap((one) => Object.entries(one)) ?? [];
        if (items.length === 0) return [unknownResource(operation)];
        return items.map(([kind, request]) => onItem(itemActions[kind] ?? kind, request));
      }
      case "BatchGetItem": {
        const requests = Object.entries(batchGet.safeParse(json).data?.RequestItems ?? {});
        if (requests.length === 0) return [unknownResource(operation)];
        return requests.map(([table, { Keys }]) => ({
          action: "dynamodb:BatchGetItem",
          resource: arnOfTable(table),
          leadingKeys: leadingKeys(table, Keys),
        }));
      }
      case "BatchWriteItem": {
        const requests = Object.entries(batchWrite.safeParse(json).data?.RequestItems ?? {});
        if (requests.length === 0) return [unknownResource(operation)];
        return requests.map(([table, writes]) => ({
          action: "dynamodb:BatchWriteItem",
          resource: arnOfTable(table),
          leadingKeys: leadingKeys(
            table,
            writes.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key),
          ),
        }));
      }
      default: {
        const request = single.safeParse(json).data;
        if (request === undefined) return [unknownResource(operation)];
        if (operation === "Scan") return [{ ...onItem(operation, request), leadingKeys: [] }];
        if (operation === "Query") return [{ ...onItem(operation, request), leadingKeys: queriedKeys(request) }];
        return [onItem(operation, request)];
      }
    }
  };
}

/** A query names one partition key, in the first equality of its key condition. */
function queriedKeys(request: z.infer<typeof single>): readonly string[] | undefined {
  const equalities = [...(request.KeyConditionExpression ?? "").matchAll(/[#\w.-]+\s*=\s*(:\w+)/g)];
  const value = equalities.length === 1 ? equalities[0]?.[1] : undefined;
  const key = value && Object.values(scalar.safeParse(request.ExpressionAttributeValues[value]).data ?? {})[0];
  return key === undefined || key === "" ? undefined : [key];
}

const nameOf = (table: string) => table.replace(/^arn:[^/]*:table\//, "");

const arnOfTable = (table: string, index?: string) =>
  arnOf("dynamodb", `table/${nameOf(table)}${index === undefined ? "" : `/index/${index}`}`);

const unknownResource = (operation: string): PermissionRequest => ({
  action: `dynamodb:${operation}`,
  resource: "*",
  leadingKeys: undefined,
});
