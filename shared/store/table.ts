import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** The table, by name, and the client that speaks to it. One per function, made at cold start. */
export interface IncidentTable {
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
}

export const incidentTable = (name: string): IncidentTable => ({
  name,
  client: DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
});

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
