import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnKey, Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { names } from "../../shared/contracts/names.ts";
import { holds } from "../../shared/contracts/sealing-context.ts";
import { DIALOGUES_INDEX, TABLE_KEY, TTL_ATTRIBUTE } from "../../shared/store/keys.ts";
import type { Settings } from "../settings.ts";
import { allow, READING_KEY, WRITING_KEY } from "./allow.ts";

type Read = "GetItem" | "BatchGetItem";
type Write = "UpdateItem" | "DeleteItem";

/**
 * Who citizens are, apart from what they wrote: a table under a key of its own, which also closes what names them on
 * its way there, and the key that their pseudonyms are made with.
 */
export class IdentityVault extends Construct {
  private readonly table: Table;
  private readonly key: Key;
  private readonly pseudonymKey: Key;

  constructor(scope: Construct, id: string, { pseudonymKey }: Pick<Settings, "pseudonymKey">) {
    super(scope, id);
    this.key = new Key(this, "Key", {
      alias: "otklik-identity",
      description: "What names a citizen of Otklik: in the identities, on queues, in rejections.",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.pseudonymKey = new Key(this, "PseudonymKey", {
      alias: "otklik-pseudonym",
      description:
        "Pseudonyms of citizens of Otklik. Another key would tear every citizen from what they wrote before.",
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const made = this.pseudonymKey.node.defaultChild;
    // https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
    if (pseudonymKey === "imported" && made instanceof CfnKey) made.origin = "EXTERNAL";
    this.table = new Table(this, "Table", {
      tableName: names.identities,
      partitionKey: { name: TABLE_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: TTL_ATTRIBUTE,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: DIALOGUES_INDEX.name,
      partitionKey: { name: DIALOGUES_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: DIALOGUES_INDEX.sort, type: AttributeType.NUMBER },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...DIALOGUES_INDEX.projected],
    });
  }

  /** Leave to read which dialogues there are with citizens, and to open their names. */
  get dialogues(): readonly PolicyStatement[] {
    const opening = (condition: string, value: string): PolicyStatement =>
      new PolicyStatement({
        actions: ["kms:Decrypt"],
        resources: [this.keyArn],
        conditions: { StringEquals: { [`kms:EncryptionContext:${condition}`]: value } },
      });
    return [
      allow(["dynamodb:Query"], `${this.table.tableArn}/index/${DIALOGUES_INDEX.name}`),
      allow(["kms:DescribeKey"], this.keyArn),
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
      opening("aws:dynamodb:tableName", names.identities),
      opening("holds", holds.dialogues),
    ];
  }

  get name(): string {
    return this.table.tableName;
  }

  get keyArn(): string {
    return this.key.keyArn;
  }

  get pseudonymKeyArn(): string {
    return this.pseudonymKey.keyArn;
  }

  /** Leave to do these things with single identities. The same key opens and closes what is sealed in them. */
  items(...actions: readonly (Read | Write)[]): readonly PolicyStatement[] {
    const writes = actions.some((action) => action !== "GetItem" && action !== "BatchGetItem");
    return [
      allow(
        actions.map((action) => `dynamodb:${action}`),
        this.table.tableArn,
      ),
      allow(writes ? WRITING_KEY : READING_KEY, this.keyArn),
    ];
  }

  /** Leave to close, and not to open. */
  get sealing(): PolicyStatement {
    return allow(["kms:GenerateDataKey"], this.keyArn);
  }

  /** Leave to derive the key of the pseudonyms. */
  get pseudonyms(): PolicyStatement {
    return allow(["kms:GenerateMac"], this.pseudonymKeyArn);
  }
}
