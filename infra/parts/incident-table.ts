import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { names } from "../../shared/contracts/names.ts";
import {
  centreKey,
  MATTERS_INDEX,
  PUBLIC_INDEX,
  QUEUE_INDEX,
  TABLE_KEY,
  TTL_ATTRIBUTE,
  UNSETTLED_INDEX,
  WATCH_INDEX,
} from "../../shared/store/keys.ts";
import { allow, READING_KEY, WRITING_KEY } from "./allow.ts";

type Read = "GetItem" | "BatchGetItem";
type Write = "PutItem" | "BatchWriteItem" | "UpdateItem" | "DeleteItem" | "ConditionCheckItem";
type IndexName =
  | typeof WATCH_INDEX.name
  | typeof QUEUE_INDEX.name
  | typeof PUBLIC_INDEX.name
  | typeof UNSETTLED_INDEX.name
  | typeof MATTERS_INDEX.name;

/** The one table of the product, with its indexes and its stream, as shared/store/keys.ts declares them. */
export class IncidentTable extends Construct {
  readonly table: Table;
  private readonly key: IKey;

  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
    super(scope, id);
    this.key = key;
    this.table = new Table(this, "Table", {
      tableName: names.table,
      partitionKey: { name: TABLE_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: TTL_ATTRIBUTE,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: WATCH_INDEX.name,
      partitionKey: { name: WATCH_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: WATCH_INDEX.sort, type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: QUEUE_INDEX.name,
      partitionKey: { name: QUEUE_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: QUEUE_INDEX.sort, type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...QUEUE_INDEX.projected],
    });
    this.table.addGlobalSecondaryIndex({
      indexName: PUBLIC_INDEX.name,
      partitionKey: { name: PUBLIC_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: PUBLIC_INDEX.sort, type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: UNSETTLED_INDEX.name,
      partitionKey: { name: UNSETTLED_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: UNSETTLED_INDEX.sort, type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...UNSETTLED_INDEX.projected],
    });
    this.table.addGlobalSecondaryIndex({
      indexName: MATTERS_INDEX.name,
      partitionKey: { name: MATTERS_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: MATTERS_INDEX.sort, type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...MATTERS_INDEX.projected],
    });
  }

  get name(): string {
    return this.table.tableName;
  }

  /** Leave to do these things with single items. */
  items(...actions: readonly (Read | Write)[]): readonly PolicyStatement[] {
    const writes = actions.some((action) => action !== "GetItem" && action !== "BatchGetItem");
    return [
      allow(
        actions.map((action) => `dynamodb:${action}`),
        this.table.tableArn,
      ),
      allow(writes ? WRITING_KEY : READING_KEY, this.key.keyArn),
    ];
  }

  /** Leave to query one index, and nothing else of the table. */
  index(indexName: IndexName): readonly PolicyStatement[] {
    return [
      allow(["dynamodb:Query"], `${this.table.tableArn}/index/${indexName}`),
      allow(READING_KEY, this.key.keyArn),
    ];
  }

  /** Leave to read the data of centres, and no incident. */
  get centres(): PolicyStatement {
    return new PolicyStatement({
      actions: ["dynamodb:GetItem"],
      resources: [this.table.tableArn],
      conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [`${centreKey("")}*`] } },
    });
  }

  /** Leave to read everything, piece by piece. */
  get scanning(): readonly PolicyStatement[] {
    return [allow(["dynamodb:Scan"], this.table.tableArn), allow(READING_KEY, this.key.keyArn)];
  }

  /** What a role needs for Lambda to read the stream on its behalf. */
  get streaming(): readonly PolicyStatement[] {
    return [
      allow(
        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        this.streamArn,
      ),
      allow(READING_KEY, this.key.keyArn),
    ];
  }

  get streamArn(): string {
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error("The incident table has no stream.");
    return tableStreamArn;
  }
}
