import { describe, expect, it } from "vitest";
import { createRequiredPermissions } from "../../local/policy/actions.ts";
import { createFunctionPolicies } from "../../local/policy/function-policies.ts";
import { refuseUnevaluable } from "../../local/policy/statement.ts";
import type { PolicyStatement } from "../../local/template/deployment.ts";
import { deploymentOf, functionWith, itemsTable } from "./deployments.ts";

const items = "arn:aws:dynamodb:local-1:000000000000:table/city-items";
const allow = (actions: string[], resources: string[], conditions: PolicyStatement["conditions"] = {}) =>
  ({ effect: "Allow", actions, resources, conditions }) satisfies PolicyStatement;
const deny = (actions: string[], resources: string[]) =>
  ({ effect: "Deny", actions, resources, conditions: {} }) satisfies PolicyStatement;

const deployment = deploymentOf({ tables: [itemsTable] });
const permissionsOf = createRequiredPermissions(deployment);

function allows(
  statements: PolicyStatement[],
  service: "dynamodb" | "sqs" | "kms",
  operation: string,
  json: unknown,
): boolean {
  const policies = createFunctionPolicies([functionWith("city-worker", statements)]);
  return permissionsOf({ service, operation, json }).every(
    (request) => policies.decide("city-worker", request).kind === "allowed",
  );
}

describe("a function's role", () => {
  const put = { TableName: "city-items", Item: { pk: { S: "a" } } };

  it("allows what a statement names, and nothing once the statement lacks it", () => {
    expect(allows([allow(["dynamodb:GetItem", "dynamodb:PutItem"], [items])], "dynamodb", "PutItem", put)).toBe(true);
    expect(allows([allow(["dynamodb:GetItem"], [items])], "dynamodb", "PutItem", put)).toBe(false);
    expect(allows([allow(["dynamodb:PutItem"], [`${items}-2`])], "dynamodb", "PutItem", put)).toBe(false);
    expect(allows([], "dynamodb", "PutItem", put)).toBe(false);
  });

  it("reads * as anything, ? as one character and a dot as a dot", () => {
    expect(
      allows([allow(["dynamodb:Put*"], ["arn:aws:dynamodb:*:*:table/city-item?"])], "dynamodb", "PutItem", put),
    ).toBe(true);
    expect(allows([allow(["dynamodb:putitem"], ["*"])], "dynamodb", "PutItem", put)).toBe(true);
    expect(allows([allow(["dynamodb:PutItem"], ["arn.aws:dynamodb:*"])], "dynamodb", "PutItem", put)).toBe(false);
    expect(
      allows([allow(["dynamodb:PutItem"], ["arn:aws:dynamodb:*:table/city-item"])], "dynamodb", "PutItem", put),
    ).toBe(false);
  });

  it("denies what a statement denies, whatever another allows", () => {
    expect(
      allows([allow(["dynamodb:*"], ["*"]), deny(["dynamodb:PutItem"], [items])], "dynamodb", "PutItem", put),
    ).toBe(false);
  });

  it("needs the index's own permission to query an index", () => {
    const query = { TableName: "city-items", IndexName: "due", KeyConditionExpression: "s = :s" };
    expect(allows([allow(["dynamodb:Query"], [items])], "dynamodb", "Query", query)).toBe(false);
    expect(allows([allow(["dynamodb:Query"], [`${items}/index/due`])], "dynamodb", "Query", query)).toBe(true);
  });

  it("needs each item's action for a transaction", () => {
    const transaction = {
      TransactItems: [{ Put: put }, { ConditionCheck: { TableName: "city-items", Key: { pk: { S: "b" } } } }],
    };
    expect(allows([allow(["dynamodb:PutItem"], [items])], "dynamodb", "TransactWriteItems", transaction)).toBe(false);
    const both = allow(["dynamodb:PutItem", "dynamodb:ConditionCheckItem"], [items]);
    expect(allows([both], "dynamodb", "TransactWriteItems", transaction)).toBe(true);
  });

  it("needs the permission of the single message for a batch of them", () => {
    const queue = allow(["sqs:SendMessage"], ["arn:aws:sqs:local-1:000000000000:city-work"]);
    const body = { QueueUrl: "http://127.0.0.1:1/000000000000/city-work", Entries: [] };
    expect(allows([queue], "sqs", "SendMessageBatch", body)).toBe(true);
    expect(allows([queue], "sqs", "DeleteMessageBatch", body)).toBe(false);
  });

  it("keeps a function to the partition keys that its condition names", () => {
    const own = allow(["dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateTable"], [items], {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["dedup#*"] },
    });
    const puts = (key: string) => ({ TableName: "city-items", Item: { pk: { S: key } } });
    const queries = (expression: string) => ({
      TableName: "city-items",
      KeyConditionExpression: expression,
      ExpressionAttributeValues: { ":p": { S: "dedup#1" }, ":q": { S: "incident#1" } },
    });
    expect(allows([own], "dynamodb", "PutItem", puts("dedup#1"))).toBe(true);
    expect(allows([own], "dynamodb", "PutItem", puts("incident#1"))).toBe(false);
    expect(allows([own], "dynamodb", "Query", queries("pk = :p"))).toBe(true);
    expect(allows([own], "dynamodb", "Query", queries("pk = :q"))).toBe(false);
    expect(allows([own], "dynamodb", "Query", queries("sk = :p AND pk = :q"))).toBe(false);
  });

  it("keeps a function to what a key was used for: its own word for it, or the table it is read for", () => {
    const key = "arn:aws:kms:local-1:000000000000:key/k";
    const opening = (context: string, value: string) =>
      allow(["kms:Decrypt"], [key], { StringEquals: { [`kms:EncryptionContext:${context}`]: [value] } });
    const decrypts = (EncryptionContext?: Readonly<Record<string, string>>) => ({ KeyId: key, EncryptionContext });
    const own = [opening("holds", "dialogues"), opening("aws:dynamodb:tableName", "city-items")];
    expect(allows(own, "kms", "Decrypt", decrypts({ holds: "dialogues", more: "a" }))).toBe(true);
    expect(allows(own, "kms", "Decrypt", decrypts({ holds: "personal data" }))).toBe(false);
    expect(allows(own, "kms", "Decrypt", decrypts())).toBe(false);

    const reading = [allow(["dynamodb:GetItem"], [items]), allow(["kms:DescribeKey"], [key])];
    const get = { TableName: "city-items", Key: { pk: { S: "a" } } };
    const encrypted = createRequiredPermissions(deploymentOf({ tables: [{ ...itemsTable, keyArn: key }] }));
    const reads = (statements: PolicyStatement[]) => {
      const policies = createFunctionPolicies([functionWith("city-worker", statements)]);
      return encrypted({ service: "dynamodb", operation: "GetItem", json: get }).every(
        (request) => policies.decide("city-worker", request).kind === "allowed",
      );
    };
    expect(reads([...reading, ...own])).toBe(true);
    expect(reads([...reading, opening("holds", "dialogues")])).toBe(false);
  });

  it("may not hold a condition that the runner cannot evaluate", () => {
    const byTag = allow(["sqs:SendMessage"], ["*"], { StringEquals: { "aws:ResourceTag/team": ["a"] } });
    const byVariable = allow(["dynamodb:GetItem"], ["arn:aws:dynamodb:*:*:table/${aws:username}"]);
    expect(() => refuseUnevaluable([byTag], "The role")).toThrow("the condition key aws:ResourceTag/team");
    expect(() => refuseUnevaluable([byVariable], "The role")).toThrow("the policy variable");
  });

  it("tells which of its grants were used", () => {
    const worker = functionWith("city-worker", [allow(["dynamodb:GetItem", "dynamodb:PutItem"], [items])]);
    const policies = createFunctionPolicies([worker]);
    policies.decide("city-worker", { action: "dynamodb:PutItem", resource: items, leadingKeys: [] });

    expect(policies.usage()).toEqual([
      { functionName: "city-worker", action: "dynamodb:GetItem", resource: items, used: false },
      { functionName: "city-worker", action: "dynamodb:PutItem", resource: items, used: true },
    ]);
  });
});
