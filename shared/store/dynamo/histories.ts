import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { fromItem } from "../incident-item.ts";
import { rejectionKey, TABLE_KEY } from "../keys.ts";
import type { Histories } from "../ports.ts";
import { fromRejectionItem } from "../rejection-item.ts";
import type { IncidentTable } from "./table.ts";

/** Items read at a time: a page of usual incidents has less than the megabyte at which DynamoDB ends one. */
const USUAL_PAGE = 500;

/** Reads the whole table: half a read unit for each 4 KB of it, whatever the period. */
export const dynamoHistories = ({ name, client }: IncidentTable, page: number = USUAL_PAGE): Histories => ({
  page: async (cursor) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: name,
        Limit: page,
        FilterExpression: "attribute_exists(#history) OR begins_with(#key, :rejection)",
        ExpressionAttributeNames: { "#history": "history", "#key": TABLE_KEY },
        ExpressionAttributeValues: { ":rejection": rejectionKey("") },
        ...(cursor === undefined ? {} : { ExclusiveStartKey: { [TABLE_KEY]: cursor } }),
      }),
    );
    const next: unknown = LastEvaluatedKey?.[TABLE_KEY];
    return {
      incidents: Items.filter((item) => "history" in item).map(fromItem),
      rejections: Items.filter((item) => !("history" in item)).map(fromRejectionItem),
      ...(typeof next === "string" ? { cursor: next } : {}),
    };
  },
});
