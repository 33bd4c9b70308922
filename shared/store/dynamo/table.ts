import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { quiet } from "./quiet-client.ts";

/** The table, by name, and the client that speaks to it. One per function, made at cold start. */
export interface IncidentTable {
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
}

/** A table as the stores speak to it: what an item does not have is left out of it. */
export const tableOver = (name: string, client: DynamoDBClient): IncidentTable => ({
  name,
  client: DynamoDBDocumentClient.from(quiet(client), { marshallOptions: { removeUndefinedValues: true } }),
});

export const incidentTable = (name: string): IncidentTable => tableOver(name, new DynamoDBClient({}));

/** Runs a conditional write; a condition that did not hold is an answer, anything else is thrown. */
export const conditionally = async <Held, Failed>(
  write: () => Promise<Held>,
  otherwise: (failure: ConditionalCheckFailedException) => Failed,
): Promise<Held | Failed> => {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return otherwise(error);
    throw error;
  }
};
