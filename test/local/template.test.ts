import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, CfnCondition, CfnResource, Duration, Fn, Stack, Stage } from "aws-cdk-lib";
import { AttributeType, BillingMode, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { EventBus, Rule, type RuleProps } from "aws-cdk-lib/aws-events";
import { LambdaFunction as FunctionTarget, SqsQueue } from "aws-cdk-lib/aws-events-targets";
import {
  type IManagedPolicy,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  EventSourceMapping,
  type EventSourceMappingProps,
  Function as Lambda,
  Runtime,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readDeployment } from "../../local/template/read-deployment.ts";
import { synthesise } from "../../local/template/synthesise.ts";

const endpoint = "http://127.0.0.1:4566";
const statement = (actions: string[], ...resources: string[]) => new PolicyStatement({ actions, resources });

let directory: string;
let app: App;

beforeEach(() => {
  // CDK's own validation warns of what these templates get wrong on purpose.
  vi.stubEnv("CDK_VALIDATION", "false");
  directory = mkdtempSync(join(tmpdir(), "otklik-template-"));
  mkdirSync(join(directory, "bundle"));
  writeFileSync(join(directory, "bundle", "index.js"), "exports.handler = async () => ({});");
  app = new App({
    outdir: join(directory, "out"),
    context: { "@aws-cdk/core:defaultCrossStackReferences": "weak" },
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

const deployment = () => readDeployment(app.synth().directory, endpoint);

const resource = (stack: Stack, id: string, type: string, properties: Record<string, unknown>) =>
  new CfnResource(stack, id, { type, properties });

const feed = (worker: Lambda, source: Omit<EventSourceMappingProps, "target">) =>
  new EventSourceMapping(worker.stack, "Feed", { target: worker, ...source });

const rule = (stack: Stack, props: RuleProps) => new Rule(stack, "Rule", props);

function role(stack: Stack, id: string, statements: PolicyStatement[], managedPolicies: IManagedPolicy[] = []) {
  const made = new Role(stack, id, {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    ...(statements.length > 0 && { inlinePolicies: { work: new PolicyDocument({ statements }) } }),
    managedPolicies,
  });
  return made.withoutPolicyUpdates();
}

function lambda(stack: Stack, name: string, statements: PolicyStatement[], environment: Record<string, string> = {}) {
  return new Lambda(stack, name, {
    functionName: name,
    code: Code.fromAsset(join(directory, "bundle")),
    handler: "index.handler",
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    role: role(stack, `${name}Role`, statements),
    environment,
    timeout: Duration.seconds(7),
    memorySize: 192,
  });
}

describe("reading the synthesised templates", () => {
  it("gives a function its bundle, its environment and its role across stacks and stages", () => {
    const stage = new Stage(app, "city");
    const foundation = new Stack(stage, "Foundation");
    const pipeline = new Stack(stage, "Pipeline");
    const table = new Table(foundation, "Items", {
      tableName: "city-items",
      partitionKey: { name: "pk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: "expiresAt",
    });
    const queue = new Queue(pipeline, "Queue", { queueName: "city-work" });
    lambda(pipeline, "city-worker", [statement(["dynamodb:GetItem"], table.tableArn)], {
      TABLE_NAME: table.tableName,
      QUEUE_URL: queue.queueUrl,
      GREETING: Fn.sub("${Place} in ${AWS::Region}, ${!kept}", { Place: Fn.select(1, Fn.split("/", "a/Lipetsk")) }),
    });

    const { functions, tables } = deployment();

    const [worker] = functions;
    expect(worker).toMatchObject({
      name: "city-worker",
      handler: "index.handler",
      timeoutSeconds: 7,
      memoryMegabytes: 192,
      environment: {
        TABLE_NAME: "city-items",
        QUEUE_URL: `${endpoint}/000000000000/city-work`,
        GREETING: "Lipetsk in local-1, ${kept}",
      },
      statements: [
        {
          effect: "Allow",
          actions: ["dynamodb:GetItem"],
          resources: ["arn:aws:dynamodb:local-1:000000000000:table/city-items"],
        },
      ],
    });
    expect(worker?.codeDirectory.startsWith(join(directory, "out"))).toBe(true);
    expect(tables).toMatchObject([
      {
        name: "city-items",
        ttlAttribute: "expiresAt",
        streamArn: expect.stringContaining("table/city-items/stream/"),
        creation: { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } },
      },
    ]);
  });

  it("leaves out what a condition rules out", () => {
    const stack = new Stack(app, "Pipeline");
    const here = new CfnCondition(stack, "Here", { expression: Fn.conditionEquals(stack.region, "local-1") });
    const elsewhere = new CfnCondition(stack, "Elsewhere", { expression: Fn.conditionNot(here) });
    resource(stack, "Kept", "AWS::SQS::Queue", {
      QueueName: Fn.conditionIf("Here", "near", "far"),
      DelaySeconds: { "Fn::If": ["Elsewhere", 5, { Ref: "AWS::NoValue" }] },
    }).cfnOptions.condition = here;
    resource(stack, "Dropped", "AWS::SQS::Queue", {}).cfnOptions.condition = elsewhere;

    expect(deployment().queues).toMatchObject([{ name: "near", delaySeconds: 0 }]);
  });

  it.each([
    [
      "a type",
      "AWS::SQS::Puddle",
      {},
      "AWS::SQS::Puddle at Pipeline/Thing is a resource which the one-machine edition does not honour.",
    ],
    [
      "a property",
      "AWS::SQS::Queue",
      { FifoThroughputLimit: "perQueue" },
      "AWS::SQS::Queue at Pipeline/Thing has property FifoThroughputLimit which the one-machine edition does not honour.",
    ],
    [
      "a property inside another",
      "AWS::SQS::Queue",
      { RedrivePolicy: { deadLetterTargetArn: "a", maxReceiveCount: 1, mood: "calm" } },
      "AWS::SQS::Queue at Pipeline/Thing has property RedrivePolicy.mood which the one-machine edition does not honour.",
    ],
    [
      "a function of the template",
      "AWS::SQS::Queue",
      { DelaySeconds: { "Fn::Length": [1, 2] } },
      "Pipeline/Thing (Properties.DelaySeconds.Fn::Length): the one-machine edition does not know the function Fn::Length.",
    ],
    [
      "a reference to nothing",
      "AWS::SQS::Queue",
      { QueueName: { Ref: "Nowhere" } },
      "Pipeline/Thing (Properties.QueueName.Ref) speaks of Nowhere, which has no value on one machine.",
    ],
  ])("refuses %s that it does not know, and names its place", (_, type, properties, message) => {
    const stack = new Stack(app, "Pipeline");
    resource(stack, "Thing", type, properties);

    expect(deployment).toThrow(message);
  });

  it("refuses a role that it could not enforce", () => {
    const conditional = statement(["sqs:SendMessage"], "*");
    conditional.addCondition("IpAddress", { "aws:SourceIp": "10.0.0.0/8" });
    role(new Stack(app, "Pipeline"), "Role", [conditional]);

    expect(deployment).toThrow("Pipeline/Role allows sqs:SendMessage under the condition IpAddress");
  });

  it("refuses a managed policy whose text it does not have", () => {
    role(new Stack(app, "Pipeline"), "Role", [], [ManagedPolicy.fromAwsManagedPolicyName("AdministratorAccess")]);

    expect(deployment).toThrow("takes the managed policy arn:aws:iam::aws:policy/AdministratorAccess");
  });

  it.each([
    ["may read its source", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], undefined],
    [
      "may not delete what it read",
      ["sqs:ReceiveMessage", "sqs:GetQueueAttributes"],
      "does not allow sqs:DeleteMessage on arn:aws:sqs:local-1:000000000000:city-work",
    ],
  ])("asks of a queue's consumer what AWS asks: one that %s", (_, actions, refusal) => {
    const stack = new Stack(app, "Pipeline");
    const queue = new Queue(stack, "Queue", { queueName: "city-work" });
    const worker = lambda(stack, "city-worker", [statement(actions, queue.queueArn)]);
    feed(worker, { eventSourceArn: queue.queueArn, batchSize: 5 });

    if (refusal === undefined) {
      expect(deployment().queueSources).toMatchObject([{ functionName: "city-worker", batchSize: 5 }]);
    } else expect(deployment).toThrow(refusal);
  });

  it("reads a stream's consumer with its filters and limits", () => {
    const stack = new Stack(app, "Pipeline");
    const table = new Table(stack, "Items", {
      tableName: "city-items",
      partitionKey: { name: "pk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });
    const streamArn = table.tableStreamArn ?? "";
    const rights = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((one) => `dynamodb:${one}`);
    const worker = lambda(stack, "city-worker", [statement(rights, streamArn)]);
    feed(worker, {
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      bisectBatchOnError: true,
      maxRecordAge: Duration.hours(1),
      filters: [{ pattern: JSON.stringify({ eventName: ["INSERT"] }) }],
    });

    expect(deployment().streamSources).toMatchObject([
      {
        streamArn: deployment().tables[0]?.streamArn,
        bisect: true,
        maximumRecordAgeSeconds: 3600,
        maximumRetryAttempts: -1,
        filters: [{ eventName: ["INSERT"] }],
      },
    ]);
  });

  it("gives a rule's queue the rule's retries and a rule's function the function's own", () => {
    const stack = new Stack(app, "Pipeline");
    const bus = new EventBus(stack, "Bus", { eventBusName: "city" });
    const queue = new Queue(stack, "Queue", { queueName: "city-work" });
    const worker = lambda(stack, "city-worker", [statement(["sqs:SendMessage"], queue.queueArn)]);
    worker.configureAsyncInvoke({ retryAttempts: 1 });
    rule(stack, {
      eventBus: bus,
      eventPattern: { source: ["city"] },
      targets: [new SqsQueue(queue, { retryAttempts: 3 }), new FunctionTarget(worker, { retryAttempts: 9 })],
    });

    const targets = deployment().rules.flatMap((rule) => rule.targets);

    expect(targets.map(({ maximumRetryAttempts }) => maximumRetryAttempts)).toEqual([3, 1]);
  });
});

describe("synthesising", () => {
  const project = (source: string) => {
    writeFileSync(join(directory, "cdk.json"), JSON.stringify({ context: { colour: "blue" } }));
    writeFileSync(join(directory, "app.mjs"), source);
    return { project: directory, build: join(directory, ".build"), app: "app.mjs", sources: ["app.mjs", "cdk.json"] };
  };
  const writesManifest = `
    import { mkdirSync, writeFileSync } from "node:fs";
    mkdirSync(process.env.CDK_OUTDIR, { recursive: true });
    writeFileSync(process.env.CDK_OUTDIR + "/manifest.json", process.env.CDK_CONTEXT_JSON);`;

  it("is done once for the same sources, and anew for changed ones", async () => {
    const first = await synthesise(project(writesManifest));
    const again = await synthesise(project(writesManifest));
    const changed = await synthesise(project(`${writesManifest}\n// changed`));

    expect(again).toBe(first);
    expect(changed).not.toBe(first);
  });

  it("that fails says what the application said, without its stack", async () => {
    const failing = synthesise(project(`throw new RangeError("the queue has no name");`));

    await expect(failing).rejects.toThrow("The CDK application does not synthesise: RangeError: the queue has no name");
  });
});
