import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { IncidentTable } from "./table.ts";

/** Why a transaction was not made; throws for what is neither somebody else's change nor their presence. */
const cancelled = (failure: TransactionCanceledException): "conflict" | "busy" => {
  const codes = new Set((failure.CancellationReasons ?? []).map(({ Code = "None" }) => Code));
  codes.delete("None");
  if (codes.has("ConditionalCheckFailed")) return "conflict";
  if (codes.size === 1 && codes.has("TransactionConflict")) return "busy";
  throw failure;
};

/**
 * Makes all of at most 100 writes or none. `conflict`: a condition did not hold. `busy`: somebody else's write was under
 * way at one of the items.
 */
export const transact = async (
  { client }: IncidentTable,
  items: NonNullable<TransactWriteCommandInput["TransactItems"]>,
): Promise<"written" | "conflict" | "busy"> => {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: items }));
    return "written";
  } catch (error) {
    if (error instanceof TransactionCanceledException) return cancelled(error);
    throw error;
  }
};
