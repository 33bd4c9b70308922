import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { METRICS_NAMESPACE, Metric, metricOwners } from "../../shared/contracts/metrics.ts";
import { names } from "../../shared/contracts/names.ts";
import { widgetRequest } from "../../shared/contracts/widgets.ts";
import {
  MATTERS_INDEX,
  PUBLIC_INDEX,
  QUEUE_INDEX,
  TABLE_KEY,
  TTL_ATTRIBUTE,
  UNSETTLED_INDEX,
  WATCH_INDEX,
} from "../../shared/store/keys.ts";
import { joined, named, synthesise } from "./synthesised.ts";

const deployment = synthesise();

describe("the door", () => {
  const routes = deployment.ofType(
    "AWS::ApiGatewayV2::Route",
    z.object({ RouteKey: z.string(), AuthorizationType: z.string(), Target: joined }),
  );
  const functions = deployment.ofType("AWS::Lambda::Function", z.object({ FunctionName: z.string() }));
  const integrations = deployment.ofType(
    "AWS::ApiGatewayV2::Integration",
    z.object({ IntegrationUri: named, PayloadFormatVersion: z.literal("2.0") }),
  );
  const answeredBy = (target: string) => {
    const integration = integrations.find(({ id }) => target === `integrations/${id}`);
    return functions.find(({ id }) => id === integration?.is.IntegrationUri)?.is.FunctionName;
  };

  test("asks for a token everywhere but where platforms and partners prove themselves, and for the description", () => {
    const doors = routes.map(({ is }) => `${is.RouteKey}: ${is.AuthorizationType}, ${answeredBy(is.Target)}`);
    expect(doors.toSorted()).toEqual([
      "GET /api/centre: JWT, otklik-api",
      "GET /api/incidents/{id}/clocks: JWT, otklik-api",
      "GET /api/incidents/{id}/summary: JWT, otklik-api",
      "GET /api/incidents/{id}: JWT, otklik-api",
      "GET /api/incidents: JWT, otklik-api",
      "GET /api/openapi.json: NONE, otklik-api",
      "GET /form: NONE, otklik-form",
      "GET /open311/v2/{proxy+}: NONE, otklik-open311",
      "POST /api/centres/{centre}/export: JWT, otklik-api",
      "POST /api/centres/{centre}/recompute: JWT, otklik-api",
      "POST /api/citizens/erase: JWT, otklik-citizen",
      "POST /api/citizens/export: JWT, otklik-citizen",
      "POST /api/incidents/{id}/author: JWT, otklik-api",
      "POST /api/incidents/{id}/suggest-reply: JWT, otklik-api",
      "POST /api/incidents/{id}/{command}: JWT, otklik-api",
      "POST /form: NONE, otklik-form",
      "POST /open311/v2/{proxy+}: NONE, otklik-open311",
      "POST /signals: NONE, otklik-intake",
      "POST /webhooks/{channel}/{path}: NONE, otklik-intake",
      "POST /webhooks/{channel}: NONE, otklik-intake",
    ]);
  });

  test("writes down who was answered how, and neither secret paths nor addresses", () => {
    const [stage] = deployment.ofType(
      "AWS::ApiGatewayV2::Stage",
      z.object({ AccessLogSettings: z.object({ Format: z.string() }), DefaultRouteSettings: z.unknown() }),
    );
    expect(stage?.is.AccessLogSettings.Format).toContain("$context.status");
    expect(stage?.is.AccessLogSettings.Format).not.toMatch(/\$context\.(path|identity|domain|customDomain)/);
    expect(stage?.is.DefaultRouteSettings).toHaveProperty("ThrottlingRateLimit");
  });

  test("gives less to doors where nobody shows who they are than to the webhooks", () => {
    const limit = z.object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() });
    const settings = z.object({ DefaultRouteSettings: limit, RouteSettings: z.record(z.string(), limit) });
    const [stage] = deployment.ofType("AWS::ApiGatewayV2::Stage", settings);
    const routes = deployment
      .ofType("AWS::ApiGatewayV2::Route", z.object({ RouteKey: z.string(), AuthorizationType: z.string() }))
      .filter(({ is }) => is.AuthorizationType === "NONE");
    const sent = /^POST \/(?:webhooks|signals)/;
    const nameless = routes.map(({ is }) => is.RouteKey).filter((key) => !sent.test(key));
    expect(Object.keys(stage?.is.RouteSettings ?? {}).toSorted()).toEqual(nameless.toSorted());
    for (const { ThrottlingRateLimit } of Object.values(stage?.is.RouteSettings ?? {}))
      expect(ThrottlingRateLimit).toBeLessThan(stage?.is.DefaultRouteSettings.ThrottlingRateLimit ?? 0);
  });

  test("takes the tokens of a centre's own issuer, and then keeps no users itself", () => {
    const oidc = { issuer: "https://id.example.org", audience: "otklik" };
    const own = synthesise({ oidc });
    const [authorizer] = own.ofType("AWS::ApiGatewayV2::Authorizer", z.object({ JwtConfiguration: z.unknown() }));
    expect(authorizer?.is.JwtConfiguration).toEqual({ Issuer: oidc.issuer, Audience: [oidc.audience] });
    expect(own.types).not.toContain("AWS::Cognito::UserPool");
  });

  test("lets nobody sign up or choose a role by themselves", () => {
    const [pool] = deployment.ofType(
      "AWS::Cognito::UserPool",
      z.object({
        AdminCreateUserConfig: z.object({ AllowAdminCreateUserOnly: z.boolean() }),
        MfaConfiguration: z.string(),
        Schema: z.array(z.object({ Name: z.string(), Mutable: z.boolean() })),
      }),
    );
    const [client] = deployment.ofType(
      "AWS::Cognito::UserPoolClient",
      z.object({ WriteAttributes: z.array(z.string()) }),
    );
    expect(pool?.is.AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(true);
    expect(pool?.is.MfaConfiguration).toBe("ON");
    for (const { Mutable, Name } of pool?.is.Schema ?? []) expect(Mutable, Name).toBe(false);
    expect(client?.is.WriteAttributes).toEqual(["name"]);
  });
});

describe("the incidents", () => {
  const keys = deployment.ofType(
    "AWS::KMS::Key",
    z.object({
      EnableKeyRotation: z._default(z.boolean(), false),
      KeySpec: z.optional(z.string()),
      KeyUsage: z.optional(z.string()),
    }),
  );
  const tables = deployment.ofType(
    "AWS::DynamoDB::Table",
    z.object({
      TableName: z.string(),
      KeySchema: z.unknown(),
      DeletionProtectionEnabled: z.boolean(),
      PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }),
      StreamSpecification: z.optional(z.object({ StreamViewType: z.string() })),
      TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.literal(true) }),
      SSESpecification: z.object({ KMSMasterKeyId: named }),
      GlobalSecondaryIndexes: z._default(
        z.array(
          z.object({
            IndexName: z.string(),
            KeySchema: z.array(z.object({ AttributeName: z.string() })),
            Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.optional(z.array(z.string())) }),
          }),
        ),
        [],
      ),
    }),
  );

  const table = tables.find(({ is }) => is.TableName === names.table);
  const identities = tables.find(({ is }) => is.TableName === names.identities);

  test("survive the loss of their stack, and an hour can be gone back to", () => {
    expect(tables.map(({ is }) => is.TableName).toSorted()).toEqual([names.identities, names.table]);
    expect(table).toMatchObject({
      kept: true,
      is: {
        TableName: names.table,
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      },
    });
  });

  test("are read by a key that turns and is kept as long as they are", () => {
    const key = keys.find(({ id }) => id === table?.is.SSESpecification.KMSMasterKeyId);
    expect(key).toMatchObject({ kept: true, is: { EnableKeyRotation: true } });
  });

  test("are apart from who wrote them: a table as lasting, without a stream, under a key of its own that turns", () => {
    expect(identities).toMatchObject({
      kept: true,
      is: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE },
        KeySchema: [{ AttributeName: TABLE_KEY, KeyType: "HASH" }],
      },
    });
    expect(identities?.is.StreamSpecification).toBeUndefined();
    const key = keys.find(({ id }) => id === identities?.is.SSESpecification.KMSMasterKeyId);
    expect(key).toMatchObject({ kept: true, is: { EnableKeyRotation: true } });
    expect(key?.id).not.toBe(table?.is.SSESpecification.KMSMasterKeyId);
  });

  test("tell citizens apart by pseudonyms whose key is kept and never turns", () => {
    const macs = keys.filter(({ is }) => is.KeySpec === "HMAC_256");
    expect(macs).toMatchObject([{ kept: true, is: { KeyUsage: "GENERATE_VERIFY_MAC" } }]);
    expect(macs[0]?.is.EnableKeyRotation).toBe(false);
  });

  test("are found the way the store looks for them", () => {
    expect(table?.is.KeySchema).toEqual([{ AttributeName: TABLE_KEY, KeyType: "HASH" }]);
    const indexes = table?.is.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      keys: KeySchema.map(({ AttributeName }) => AttributeName),
      Projection,
    }));
    expect(indexes).toEqual([
      {
        IndexName: WATCH_INDEX.name,
        keys: [WATCH_INDEX.partition, WATCH_INDEX.sort],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
      {
        IndexName: QUEUE_INDEX.name,
        keys: [QUEUE_INDEX.partition, QUEUE_INDEX.sort],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...QUEUE_INDEX.projected] },
      },
      {
        IndexName: PUBLIC_INDEX.name,
        keys: [PUBLIC_INDEX.partition, PUBLIC_INDEX.sort],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
      {
        IndexName: UNSETTLED_INDEX.name,
        keys: [UNSETTLED_INDEX.partition, UNSETTLED_INDEX.sort],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...UNSETTLED_INDEX.projected] },
      },
      {
        IndexName: MATTERS_INDEX.name,
        keys: [MATTERS_INDEX.partition, MATTERS_INDEX.sort],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...MATTERS_INDEX.projected] },
      },
    ]);
  });
});

test("every alarm tells its consequence and leads to a chapter of the runbook that is there", () => {
  const runbook = readFileSync(join(import.meta.dirname, "../../docs/runbook.md"), "utf8");
  const chapters = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title]) => title?.toLowerCase().replaceAll(" ", "-"));
  const [operators] = deployment
    .ofType("AWS::SNS::Topic", z.object({ TopicName: z.string() }))
    .filter(({ is }) => is.TopicName === names.operatorsTopic);
  const alarms = deployment.ofType(
    "AWS::CloudWatch::Alarm",
    z.object({ AlarmName: z.string(), AlarmDescription: z.string(), AlarmActions: z.array(named) }),
  );
  expect(alarms.length).toBeGreaterThan(0);
  for (const { is } of alarms) {
    const [, impact, chapter] = /^(.{30,}\.) What to do: docs\/runbook\.md#(.+)$/.exec(is.AlarmDescription) ?? [];
    expect(impact, is.AlarmName).toBeDefined();
    expect(chapters, is.AlarmName).toContain(chapter);
    expect(is.AlarmActions, is.AlarmName).toEqual([operators?.id]);
  }
});

test("the dashboards show what the product or AWS counts, and nothing that nobody does", () => {
  const metricRow = z.array(z.union([z.string(), z.looseObject({})]));
  const body = z.object({
    widgets: z.array(
      z.object({ type: z.string(), properties: z.looseObject({ metrics: z._default(z.array(metricRow), []) }) }),
    ),
  });
  const dashboards = deployment
    .ofType("AWS::CloudWatch::Dashboard", z.object({ DashboardName: z.string(), DashboardBody: joined }))
    .map(({ is }) => ({ name: is.DashboardName, widgets: body.parse(JSON.parse(is.DashboardBody)).widgets }));
  expect(dashboards.map(({ name }) => name).toSorted()).toEqual(Object.values(names.dashboards).toSorted());

  const counted = new Set([
    ...Object.values(Metric).flatMap((name) =>
      metricOwners[name].map((owner) => `${METRICS_NAMESPACE} ${name} service ${owner}`),
    ),
    ...["ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"].map(
      (name) => `AWS/SQS ${name} QueueName`,
    ),
    ...["Errors", "Throttles", "Duration", "IteratorAge"].map((name) => `AWS/Lambda ${name} FunctionName`),
    ...["Count", "5xx"].map((name) => `AWS/ApiGateway ${name} ApiId`),
  ]);
  for (const { name, widgets } of dashboards) {
    const rows = widgets.flatMap(({ properties }) => properties.metrics);
    expect(rows.length, name).toBeGreaterThan(0);
    for (const row of rows) {
      const words = row.filter((part) => typeof part === "string");
      // Which queue or function it is differs; which function of ours counts it does not.
      const known = words[0] === METRICS_NAMESPACE ? words : words.slice(0, -1);
      expect(counted, name).toContain(known.join(" "));
    }
  }
});

test("the supervisor sees what is open and late, drawn from the incidents themselves", () => {
  const drawn = z.object({ params: widgetRequest });
  const [supervisor] = deployment
    .ofType("AWS::CloudWatch::Dashboard", z.object({ DashboardName: z.string(), DashboardBody: joined }))
    .filter(({ is }) => is.DashboardName === names.dashboards.supervisor);
  const { widgets } = z
    .object({ widgets: z.array(z.object({ type: z.string(), properties: z.unknown() })) })
    .parse(JSON.parse(supervisor?.is.DashboardBody ?? "{}"));
  const custom = widgets.filter(({ type }) => type === "custom").map(({ properties }) => drawn.parse(properties));
  expect(custom.map(({ params }) => params.widget)).toEqual(["now", "late"]);
});
