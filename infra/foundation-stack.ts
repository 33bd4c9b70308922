import { Duration, RemovalPolicy, SecretValue, Stack, Validations } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { names } from "../shared/contracts/names.ts";
import { IdentityVault } from "./parts/identity-vault.ts";
import { IncidentTable } from "./parts/incident-table.ts";
import { Staff, type TokenIssuer } from "./parts/staff.ts";
import type { Settings } from "./settings.ts";

/** What must survive: the incidents, who wrote them, the record of what happened, who may sign in, the secrets, the key to them. */
export class FoundationStack extends Stack {
  readonly key: Key;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
  readonly bus: EventBus;
  readonly secret: Secret;
  readonly dutyTopic: Topic;
  readonly operatorsTopic: Topic;
  readonly tokens: TokenIssuer;

  constructor(scope: Construct, id: string, { settings }: { readonly settings: Settings }) {
    super(scope, id, { stackName: id, description: "Otklik: what must survive.", terminationProtection: true });
    this.key = this.makeKey();
    this.table = new IncidentTable(this, "Incidents", { key: this.key });
    this.identities = new IdentityVault(this, "Identities", settings);
    this.bus = this.makeBus();
    this.secret = this.makeSecret();
    this.dutyTopic = this.makeTopic("Duty", names.dutyTopic, "Otklik: deadlines at risk and missed");
    this.operatorsTopic = this.makeTopic("Operators", names.operatorsTopic, "Otklik: alarms of the installation");
    this.letAlarmsIn(this.operatorsTopic);
    this.tokens = settings.oidc ?? new Staff(this, "Staff").tokens;
  }

  private makeKey(): Key {
    const key = new Key(this, "Key", {
      alias: "otklik",
      description: "Incidents, secrets and notices of Otklik.",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsReachTheOperators",
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: ["*"],
        conditions: { StringEquals: { "aws:SourceAccount": this.account } },
      }),
    );
    return key;
  }

  /** Events hold no personal data, so the bus and its archive do with encryption under AWS's own key. */
  private makeBus(): EventBus {
    const bus = new EventBus(this, "Bus", { eventBusName: names.bus });
    bus.archive("Archive", {
      archiveName: names.bus,
      description: "Every event of the product, for replay.",
      eventPattern: { source: [names.eventSource] },
      retention: Duration.days(365),
    });
    return bus;
  }

  private makeSecret(): Secret {
    const secret = new Secret(this, "Secrets", {
      secretName: names.secret,
      description: "Secrets of communities, bots and partners, as README.md describes. Starts without any.",
      // By reference: given the key itself, CDK would open its policy with wildcard actions that nobody needs.
      encryptionKey: Key.fromKeyArn(this, "SecretsKey", this.key.keyArn),
      secretStringValue: SecretValue.unsafePlainText(JSON.stringify({ vk: [], partners: [] })),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason: "The platforms issue these secrets; people change them there first, `previousSecret` bridges the change.",
    });
    return secret;
  }

  private makeTopic(id: string, topicName: string, displayName: string): Topic {
    return new Topic(this, id, { topicName, displayName, masterKey: this.key, enforceSSL: true });
  }

  /** A policy of one's own replaces SNS's default one, which would let alarms in. */
  private letAlarmsIn(topic: Topic): void {
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsReachTheOperators",
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": this.account } },
      }),
    );
  }
}
