import { TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { describe, expect, test, vi } from "vitest";
import { dynamoIncidents } from "../../../shared/store/dynamo/incidents.ts";
import { incidentTable } from "../../../shared/store/dynamo/table.ts";
import { fixtureIncident, fixturePlaceholder } from "../../fixtures/centre.ts";

/** A table that answers every call with a failure, as DynamoDB words it. */
const failing = (error: Error) => {
  vi.stubEnv("AWS_REGION", "local-1");
  const table = incidentTable("incidents");
  table.client.middlewareStack.add(
    () => async () => {
      throw error;
    },
    { step: "initialize" },
  );
  return dynamoIncidents(table);
};

const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: "Transaction cancelled",
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

const incident = fixtureIncident({ version: 2 });
const writes = [{ after: { kind: "incident" as const, incident } }];

describe("several writes that were not made", () => {
  test.each([
    [["None", "ConditionalCheckFailed"], "conflict"],
    [["TransactionConflict", "ConditionalCheckFailed"], "conflict"],
    [["None", "TransactionConflict"], "busy"],
    [["TransactionConflict", "TransactionConflict"], "busy"],
  ])("because of %j are %s", async (codes, answer) => {
    expect(await failing(cancelled(...codes)).together(writes)).toBe(answer);
  });

  test.each([[["ThrottlingError"]], [["TransactionConflict", "ProvisionedThroughputExceeded"]], [["ValidationError"]]])(
    "because of %j are a failure",
    async (codes) => {
      await expect(failing(cancelled(...codes)).together(writes)).rejects.toThrow("Transaction cancelled");
    },
  );
});

test("a single write that meets somebody else's transaction has lost to it, and an opening is tried again", async () => {
  const busy = new TransactionConflictException({ message: "Transaction is ongoing", $metadata: {} });
  expect(await failing(busy).replace(incident)).toBe("conflict");
  expect(await failing(busy).awaitSignal(fixturePlaceholder(incident.id))).toBe("conflict");
  await expect(failing(busy).open(incident)).rejects.toThrow("Transaction is ongoing");
});
