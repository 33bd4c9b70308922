import * as z from "zod/mini";
import type { Table } from "./deployment.ts";
import { encryptionAtRest, noMeaning, tags } from "./no-meaning.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));

const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
    NonKeyAttributes: z.optional(z.array(z.string())),
  }),
  ContributorInsightsSpecification: noMeaning("A paid report of AWS."),
});

const table = z.strictObject({
  TableName: z.optional(z.string()),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) })),
  BillingMode: z.literal("PAY_PER_REQUEST"),
  GlobalSecondaryIndexes: z._default(z.array(index), []),
  StreamSpecification: z.optional(
    z.strictObject({ StreamViewType: z.enum(["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"]) }),
  ),
  TimeToLiveSpecification: z.optional(z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() })),
  PointInTimeRecoverySpecification: noMeaning("`npm run backup` keeps what this keeps there."),
  SSESpecification: z.optional(
    z.strictObject({
      SSEEnabled: encryptionAtRest,
      SSEType: encryptionAtRest,
      // The disk's encryption belongs to the machine; that the functions may use the key is checked as on AWS.
      KMSMasterKeyId: z.optional(z.string()),
    }),
  ),
  DeletionProtectionEnabled: noMeaning("The runner never deletes a table."),
  ContributorInsightsSpecification: noMeaning("A paid report of AWS."),
  OnDemandThroughput: noMeaning("A ceiling of the bill."),
  TableClass: noMeaning("A price list of AWS."),
  Tags: tags,
});

export function readTables(template: ResolvedTemplate): readonly Table[] {
  return template.all("AWS::DynamoDB::Table", table).map(({ name, arn, attributes, properties }) => {
    const { StreamSpecification, TimeToLiveSpecification, GlobalSecondaryIndexes } = properties;
    const keyArn = properties.SSESpecification?.KMSMasterKeyId;
    const streamArn = attributes["StreamArn"];
    return {
      name,
      arn,
      ...(StreamSpecification !== undefined && streamArn !== undefined && { streamArn }),
      ...(TimeToLiveSpecification?.Enabled === true && { ttlAttribute: TimeToLiveSpecification.AttributeName }),
      ...(keyArn !== undefined && { keyArn }),
      creation: {
        TableName: name,
        KeySchema: properties.KeySchema,
        AttributeDefinitions: properties.AttributeDefinitions,
        BillingMode: properties.BillingMode,
        ...(GlobalSecondaryIndexes.length > 0 && {
          GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
            IndexName,
            KeySchema,
            Projection,
          })),
        }),
        ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
      },
    };
  });
}
