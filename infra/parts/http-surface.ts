import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AccessLogField, AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  CfnStage,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { FunctionName } from "../../shared/contracts/environment.ts";
import type { DoorLimit } from "./door-limits.ts";
import { ImpactAlarm } from "./impact-alarm.ts";
import type { TokenIssuer } from "./staff.ts";
import type { Worker } from "./worker.ts";

export interface OpenRoute {
  readonly method: HttpMethod;
  readonly path: string;
  /** Why nobody has to show a token here. */
  readonly openBecause: string;
  /** Where it is to take less than other routes. */
  readonly limit?: DoorLimit;
}

export interface GuardedRoute {
  readonly method: HttpMethod;
  readonly path: string;
}

/** The one door from outside: an HTTP API whose routes are open for a stated reason or ask for a token. */
export class HttpSurface extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  private readonly authorizer: IHttpRouteAuthorizer;
  /** As CloudFormation has them, by route; they grow with the routes. */
  private readonly limits: Record<string, unknown> = {};

  constructor(scope: Construct, id: string, { tokens }: { readonly tokens: TokenIssuer }) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", { apiName: "otklik", createDefaultStage: false });
    this.stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      autoDeploy: true,
      // Of each route. A calamity brings hundreds of messages a second, and a platform that was kept waiting a thousand at
      // once; beyond that somebody is knocking to be let in.
      throttle: { rateLimit: 2000, burstLimit: 4000 },
      accessLogSettings: { destination: new LogGroupLogDestination(this.makeLog()), format: ACCESS_LOG_FORMAT },
    });
    const made = this.stage.node.defaultChild;
    if (!(made instanceof CfnStage)) throw new Error("The stage is not one of API Gateway.");
    made.routeSettings = this.limits;
    new ImpactAlarm(this, "ServerErrors", {
      name: "api-5xx",
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: "Sum" }),
      atLeast: 1,
      impact: "A citizen's message or a person's command was answered with a failure; it is lost unless sent again.",
      runbook: "api-5xx",
    });
    this.authorizer = new HttpJwtAuthorizer("Tokens", tokens.issuer, { jwtAudience: [tokens.audience] });
  }

  open(worker: Worker<FunctionName>, routes: readonly OpenRoute[]): void {
    const integration = new HttpLambdaIntegration(`${worker.label}-open`, worker.function);
    for (const { method, path, openBecause, limit } of routes) {
      const added = this.api.addRoutes({ path, methods: [method], integration, authorizer: new HttpNoneAuthorizer() });
      for (const route of added) Validations.of(route).acknowledge({ id: "AwsSolutions-APIG4", reason: openBecause });
      if (limit === undefined) continue;
      this.limits[`${method} ${path}`] = {
        ThrottlingRateLimit: limit.rateLimit,
        ThrottlingBurstLimit: limit.burstLimit,
      };
      // A stage takes settings of routes that are there alone.
      this.stage.node.addDependency(...added);
    }
  }

  guard(worker: Worker<FunctionName>, routes: readonly GuardedRoute[]): void {
    const integration = new HttpLambdaIntegration(`${worker.label}-guarded`, worker.function);
    for (const { method, path } of routes) {
      this.api.addRoutes({ path, methods: [method], integration, authorizer: this.authorizer });
    }
  }

  private makeLog(): LogGroup {
    return new LogGroup(this, "Log", {
      logGroupName: "/aws/apigateway/otklik",
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

/** No path, for Odnoklassniki's holds a secret; no address, for it is a citizen's. */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    route: AccessLogField.contextRouteKey(),
    status: AccessLogField.contextStatus(),
    latency: AccessLogField.contextResponseLatency(),
    integrationStatus: AccessLogField.contextIntegrationStatus(),
    integrationError: AccessLogField.contextIntegrationErrorMessage(),
    authorizerError: "$context.authorizer.error",
  }),
);
