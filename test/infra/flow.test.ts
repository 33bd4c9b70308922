import { marshall } from "@aws-sdk/util-dynamodb";
import { Topic } from "aws-cdk-lib/aws-sns";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { templatePattern } from "../../local/bus/template-pattern.ts";
import { environments } from "../../shared/contracts/environment.ts";
import { dangerEventTypes, deadlineEventTypes } from "../../shared/contracts/events.ts";
import { Metric, metricOwners } from "../../shared/contracts/metrics.ts";
import { functionName, names } from "../../shared/contracts/names.ts";
import { TRIES } from "../../shared/contracts/queues.ts";
import { toItem } from "../../shared/store/incident-item.ts";
import { acceptedKey, centreKey, deliveredKey, rejectionKey, TABLE_KEY } from "../../shared/store/keys.ts";
import { fixtureIncident } from "../fixtures/centre.ts";
import { joined, listOf, named, synthesise } from "./synthesised.ts";

const deployment = synthesise();

const queues = deployment.ofType(
  "AWS::SQS::Queue",
  z.object({
    QueueName: z.string(),
    VisibilityTimeout: z.optional(z.int()),
    SqsManagedSseEnabled: z.literal(true),
    RedrivePolicy: z.optional(z.object({ deadLetterTargetArn: named, maxReceiveCount: z.int() })),
  }),
);
const workQueues = queues.filter(({ is }) => is.RedrivePolicy !== undefined);
const functions = deployment.ofType(
  "AWS::Lambda::Function",
  z.object({
    FunctionName: z.string(),
    Timeout: z.int(),
    MemorySize: z.int(),
    Role: named,
    LoggingConfig: z.object({ LogGroup: named }),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  }),
);
const mappings = deployment.ofType(
  "AWS::Lambda::EventSourceMapping",
  z.object({
    EventSourceArn: named,
    FunctionName: named,
    FunctionResponseTypes: z._default(z.array(z.string()), []),
    MaximumBatchingWindowInSeconds: z._default(z.int(), 0),
    ScalingConfig: z.optional(z.object({ MaximumConcurrency: z.int() })),
    DestinationConfig: z.optional(z.object({ OnFailure: z.object({ Destination: named }) })),
    BisectBatchOnFunctionError: z.optional(z.boolean()),
    FilterCriteria: z.optional(z.object({ Filters: z.array(z.object({ Pattern: z.string() })) })),
  }),
);
const alarms = deployment.ofType(
  "AWS::CloudWatch::Alarm",
  z.object({
    AlarmName: z.string(),
    AlarmDescription: z.string(),
    MetricName: z.string(),
    Dimensions: z.array(z.object({ Value: z.union([named, z.string()]) })),
    AlarmActions: z.array(named),
  }),
);
const rules = deployment.ofType(
  "AWS::Events::Rule",
  z.object({
    EventPattern: z.object({
      source: z.array(z.string()),
      "detail-type": z.array(z.string()),
      detail: z.optional(z.unknown()),
    }),
    Targets: z.array(
      z.object({
        Arn: named,
        DeadLetterConfig: z.object({ Arn: named }),
        RetryPolicy: z.object({ MaximumEventAgeInSeconds: z.int(), MaximumRetryAttempts: z.int() }),
      }),
    ),
  }),
);
const schedules = deployment.ofType(
  "AWS::Scheduler::Schedule",
  z.object({
    ScheduleExpression: z.string(),
    Target: z.object({ Arn: named, RoleArn: named, DeadLetterConfig: z.object({ Arn: named }) }),
  }),
);

const alarmOn = (metric: string, id: string) =>
  alarms.some(({ is }) => is.MetricName === metric && is.Dimensions.some(({ Value }) => Value === id));

describe("no message is lost without a person hearing of it", () => {
  test("every queue has dead letters or is one", () => {
    const kept = new Set([
      ...workQueues.map(({ is }) => is.RedrivePolicy?.deadLetterTargetArn),
      ...rules.flatMap(({ is }) => is.Targets.map((target) => target.DeadLetterConfig.Arn)),
      ...schedules.map(({ is }) => is.Target.DeadLetterConfig.Arn),
      ...mappings.map(({ is }) => is.DestinationConfig?.OnFailure.Destination),
    ]);
    expect(workQueues.map(({ is }) => is.QueueName).toSorted()).toEqual(Object.values(names.queues).toSorted());
    for (const { id, is } of queues) expect(is.RedrivePolicy !== undefined || kept.has(id), is.QueueName).toBe(true);
  });

  test("a function writes the reason of a dead letter before the queue gives up by itself", () => {
    for (const { is } of workQueues) expect(is.RedrivePolicy?.maxReceiveCount, is.QueueName).toBe(TRIES + 1);
  });

  test("an old message and a dead letter each ring", () => {
    for (const { id, is } of workQueues) expect(alarmOn("ApproximateAgeOfOldestMessage", id), is.QueueName).toBe(true);
    for (const { id, is } of queues.filter((queue) => !workQueues.includes(queue)))
      expect(alarmOn("ApproximateNumberOfMessagesVisible", id), is.QueueName).toBe(true);
  });

  test("a batch is not handed out again while its function may still be at it", () => {
    for (const { is } of mappings.filter((mapping) => mapping.is.ScalingConfig !== undefined)) {
      const queue = queues.find(({ id }) => id === is.EventSourceArn);
      const timeout = functions.find(({ id }) => id === is.FunctionName)?.is.Timeout ?? Number.NaN;
      const needed = 6 * timeout + is.MaximumBatchingWindowInSeconds;
      expect(queue?.is.VisibilityTimeout, queue?.is.QueueName).toBeGreaterThanOrEqual(needed);
    }
  });

  test("every source reports what failed in a batch, and no more is tried again", () => {
    // The queues, and the two that a stream may have.
    expect(mappings).toHaveLength(workQueues.length + 2);
    for (const { is } of mappings) expect(is.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
  });

  test("a change of the table that cannot be announced or handed over holds nobody up for good", () => {
    for (const { is } of mappings.filter((mapping) => mapping.is.ScalingConfig === undefined)) {
      expect(is.BisectBatchOnFunctionError).toBe(true);
      expect(queues.map(({ id }) => id)).toContain(is.DestinationConfig?.OnFailure.Destination);
    }
  });

  test("what announces something wakes its publisher, and neither a mark of who was told nor a deletion does", () => {
    const publish = functions.find(({ is }) => is.FunctionName === functionName("publish"))?.id;
    const patterns = mappings
      .filter(({ is }) => is.FunctionName === publish)
      .flatMap(({ is }) => is.FilterCriteria?.Filters ?? [])
      .map(({ Pattern }) => templatePattern(JSON.parse(Pattern), "the publisher's filter"));
    const wakes = (eventName: string, item: Readonly<Record<string, unknown>>): boolean => {
      const NewImage = marshall(item, { removeUndefinedValues: true });
      const record = { eventName, dynamodb: { Keys: { [TABLE_KEY]: NewImage[TABLE_KEY] }, NewImage } };
      return patterns.some((matches) => matches(record));
    };
    const incident = toItem(fixtureIncident());
    expect([wakes("INSERT", incident), wakes("MODIFY", incident), wakes("REMOVE", incident)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(wakes("INSERT", { [TABLE_KEY]: rejectionKey("r") })).toBe(true);
    for (const key of [deliveredKey("e"), acceptedKey("portal", "k"), centreKey("lipetsk")])
      expect(wakes("INSERT", { [TABLE_KEY]: key, at: 1 }), key).toBe(false);
  });

  test("every kind of deadline event reaches the alerts, for a day of trying", () => {
    const alerts = queues.find(({ is }) => is.QueueName === names.queues.alerts)?.id;
    for (const type of deadlineEventTypes) {
      const targets = rules
        .filter(({ is }) => is.EventPattern.source.includes("otklik") && is.EventPattern["detail-type"].includes(type))
        .flatMap(({ is }) => is.Targets);
      expect(
        targets.map(({ Arn }) => Arn),
        type,
      ).toEqual([alerts]);
      expect(targets[0]?.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
    }
  });

  test("an incident with somebody in danger reaches a queue that gathers no batch, and no other that opens or changes does", () => {
    const dangers = queues.find(({ is }) => is.QueueName === names.queues.dangers)?.id;
    for (const type of dangerEventTypes) {
      const told = rules.filter(({ is }) => is.EventPattern["detail-type"].includes(type));
      expect(told.map(({ is }) => [is.EventPattern.detail, is.Targets.map(({ Arn }) => Arn)])).toEqual([
        [{ data: { danger: [true] } }, [dangers]],
      ]);
    }
    const gathered = mappings.filter(({ is }) => is.EventSourceArn === dangers);
    expect(gathered.map(({ is }) => is.MaximumBatchingWindowInSeconds)).toEqual([0]);
  });

  test("the deadlines are swept every minute", () => {
    const watch = functions.find(({ is }) => is.FunctionName === functionName("watch"))?.id;
    const sweeps = schedules.filter(({ is }) => is.Target.Arn === watch);
    expect(sweeps.map(({ is }) => is.ScheduleExpression)).toEqual(["rate(1 minute)"]);
  });

  test("digests are looked for every quarter of an hour, and every zone's morning is on one", () => {
    const digest = functions.find(({ is }) => is.FunctionName === functionName("digest"))?.id;
    const looks = schedules.filter(({ is }) => is.Target.Arn === digest);
    expect(looks.map(({ is }) => is.ScheduleExpression)).toEqual(["cron(0/15 * * * ? *)"]);
  });

  test("each way of telling people has a queue, a function and dead letters of its own", () => {
    const ways = Object.entries(names.queues).filter(([name]) => name.startsWith("notices"));
    const fed = ways.map(([, name]) => {
      const queue = queues.find(({ is }) => is.QueueName === name);
      const feeds = mappings.filter(({ is }) => is.EventSourceArn === queue?.id);
      expect(feeds, name).toHaveLength(1);
      return { letters: queue?.is.RedrivePolicy?.deadLetterTargetArn, worker: feeds[0]?.is.FunctionName };
    });
    expect(ways).toHaveLength(4);
    expect(new Set(fed.map(({ letters }) => letters)).size).toBe(ways.length);
    expect(new Set(fed.map(({ worker }) => worker)).size).toBe(ways.length);
  });

  test("a way that is down rings", () => {
    const down = alarms.filter(({ is }) => is.MetricName === Metric.NoticeDelayed);
    expect(down.flatMap(({ is }) => is.Dimensions.map(({ Value }) => Value)).toSorted()).toEqual(
      [...metricOwners.NoticeDelayed].toSorted(),
    );
  });
});

describe("every function", () => {
  test("is told exactly what its contract names", () => {
    expect(functions.map(({ is }) => is.FunctionName).toSorted()).toEqual(
      Object.keys(environments).map(functionName).toSorted(),
    );
    for (const [name, contract] of Object.entries(environments)) {
      const told = functions.find(({ is }) => is.FunctionName === functionName(name))?.is.Environment.Variables ?? {};
      const own = Object.keys(told).filter((key) => !key.startsWith("POWERTOOLS_") && key !== "LOG_LEVEL");
      const mayLack = (key: string, schema: z.ZodMiniType): boolean =>
        schema.safeParse(undefined).success && !own.includes(key);
      const named = Object.entries(contract.shape).filter(([key, schema]) => !mayLack(key, schema));
      expect(own.toSorted(), name).toEqual(named.map(([key]) => key).toSorted());
    }
  });

  test("rings when it fails or is throttled", () => {
    for (const { id, is } of functions) {
      expect(alarmOn("Errors", id), is.FunctionName).toBe(true);
      expect(alarmOn("Throttles", id), is.FunctionName).toBe(true);
    }
  });

  test("keeps its log for a stated time", () => {
    const logs = deployment.ofType("AWS::Logs::LogGroup", z.object({ RetentionInDays: z.int() })).map(({ id }) => id);
    for (const { is } of functions) expect(logs, is.FunctionName).toContain(is.LoggingConfig.LogGroup);
  });
});

describe("nobody may more than they must", () => {
  const statement = z.object({
    Effect: z.literal("Allow"),
    Action: listOf(z.string()),
    Resource: listOf(z.union([z.string(), named, joined])),
    Condition: z.optional(z.unknown()),
  });
  const roles = deployment.ofType(
    "AWS::IAM::Role",
    z.strictObject({
      AssumeRolePolicyDocument: z.unknown(),
      Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }) })),
    }),
  );
  const allowed = roles.flatMap(({ id, is }) =>
    is.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map((each) => ({ role: id, ...each }))),
  );

  test("roles hold all their permissions themselves, and each function has its own", () => {
    expect([...deployment.types].filter((type) => /^AWS::IAM::.*Policy$/.test(type))).toEqual([]);
    expect(new Set(functions.map(({ is }) => is.Role)).size).toBe(functions.length);
  });

  test("no action of a role is a wildcard", () => {
    for (const { role, Action } of allowed) expect(Action.join(), role).not.toContain("*");
  });

  test("no resource of a role is a wildcard, but for traces, which take none", () => {
    const everywhere = allowed.filter(({ Resource }) => Resource.some((resource) => resource.includes("*")));
    for (const { Action } of everywhere) expect(Action).toEqual(["xray:PutTelemetryRecords", "xray:PutTraceSegments"]);
  });

  test("the door to the street can close what names a citizen and not open it, and reads no incident", () => {
    const intake = functions.find(({ is }) => is.FunctionName === functionName("intake"))?.is.Role;
    const own = allowed.filter(({ role }) => role === intake);
    const opening = own.filter(({ Action }) => Action.includes("kms:Decrypt")).flatMap(({ Resource }) => Resource);
    const sealing = own.find(({ Action }) => Action.join() === "kms:GenerateDataKey");
    expect(sealing?.Resource).toHaveLength(1);
    expect(opening).not.toContain(sealing?.Resource[0]);
    const reading = own.filter(({ Action }) => Action.some((action) => /dynamodb:.*(Get|Query|Scan)/.test(action)));
    expect(reading.map(({ Condition }) => Condition)).toEqual([
      { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["centre#*"] } },
    ]);
  });

  test("who asks the platforms opens the names of dialogues, and nothing else that names a citizen", () => {
    const collect = functions.find(({ is }) => is.FunctionName === functionName("collect"))?.is.Role;
    const own = allowed.filter(({ role }) => role === collect);
    const sealing = own.find(({ Action }) => Action.includes("kms:GenerateDataKey") && !Action.includes("kms:Decrypt"));
    const [key = "none"] = sealing?.Resource ?? [];
    const opening = own.filter(({ Action, Resource }) => Action.includes("kms:Decrypt") && Resource.includes(key));
    expect(opening.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "kms:EncryptionContext:aws:dynamodb:tableName": "otklik-identities" } },
      { StringEquals: { "kms:EncryptionContext:holds": "dialogues" } },
    ]);
    const reading = own.flatMap(({ Action, Resource }) => (Action.includes("dynamodb:Query") ? Resource : []));
    expect(reading).toEqual([expect.stringContaining("/index/dialogues")]);
  });

  test("nothing is open to the whole world", () => {
    const resourcePolicy = z.object({
      PolicyDocument: z.object({
        Statement: z.array(
          z.object({ Effect: z.string(), Principal: z.unknown(), Condition: z.optional(z.unknown()) }),
        ),
      }),
    });
    const statements = ["AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy", "AWS::Events::EventBusPolicy"].flatMap(
      (type) => deployment.ofType(type, resourcePolicy).flatMap(({ is }) => is.PolicyDocument.Statement),
    );
    expect(statements.length).toBeGreaterThan(0);
    for (const { Principal, Condition } of statements.filter(({ Effect }) => Effect === "Allow")) {
      expect(JSON.stringify(Principal)).not.toContain("*");
      expect(Condition).toBeDefined();
    }
    expect(deployment.types).not.toContain("AWS::Lambda::Url");
    const invokers = deployment.ofType(
      "AWS::Lambda::Permission",
      z.object({ Principal: z.string(), SourceArn: joined }),
    );
    for (const { is } of invokers) expect(is.Principal).toBe("apigateway.amazonaws.com");
  });

  test("what cdk-nag's AwsSolutions pack finds and nobody answered stops a deployment", () => {
    expect(() => synthesise({}, ({ pipeline }) => new Topic(pipeline, "InTheClear"))).toThrow("AwsSolutions-SNS3");
  });
});
