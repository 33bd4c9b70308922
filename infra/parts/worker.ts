import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { type IRole, PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { EnvironmentOf, FunctionName } from "../../shared/contracts/environment.ts";
import { METRICS_NAMESPACE } from "../../shared/contracts/metrics.ts";
import { functionName } from "../../shared/contracts/names.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "./allow.ts";
import { ImpactAlarm } from "./impact-alarm.ts";

export interface WorkerProps<Name extends FunctionName> {
  /** The function's folder under `functions/`. */
  readonly name: Name;
  readonly code: FunctionCode;
  readonly environment: EnvironmentOf<Name>;
  readonly timeout: Duration;
  readonly memoryMegabytes: number;
  /** All the function may do, beside writing its log and its trace. Nothing is added behind it. */
  readonly may: readonly PolicyStatement[];
  /** What a citizen or the people of the centre lose while it fails, as a sentence. */
  readonly impact: string;
  /** Chapter of the runbook for its errors. Default: `<name>-errors`, as the alarm. */
  readonly runbook?: string;
}

/**
 * A function with its role, its log, and the alarms on its errors and throttles.
 *
 * No function reserves concurrency: a new account has too little of it to reserve any, and the queues' own limits
 * keep one consumer from starving the rest.
 */
export class Worker<Name extends FunctionName> extends Construct {
  readonly function: LambdaFunction;
  /** What a dashboard calls it. */
  readonly label: string;

  constructor(scope: Construct, id: string, props: WorkerProps<Name>) {
    super(scope, id);
    const { name } = props;
    this.label = name;
    const physicalName = functionName(name);

    const logGroup = new LogGroup(this, "Log", {
      logGroupName: `/aws/lambda/${physicalName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new LambdaFunction(this, "Function", {
      functionName: physicalName,
      code: props.code(name),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMegabytes,
      tracing: Tracing.ACTIVE,
      logGroup,
      role: this.roleOf(props.may, logGroup),
      environment: {
        ...Object.fromEntries(
          Object.entries<string | undefined>(props.environment).flatMap(([variable, value]) =>
            value === undefined ? [] : [[variable, value]],
          ),
        ),
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
        LOG_LEVEL: "INFO",
      },
    });

    new ImpactAlarm(this, "Errors", {
      name: `${name}-errors`,
      metric: this.function.metricErrors({ period: Duration.minutes(5) }),
      atLeast: 1,
      impact: props.impact,
      runbook: props.runbook ?? `${name}-errors`,
    });
    new ImpactAlarm(this, "Throttles", {
      name: `${name}-throttles`,
      metric: this.function.metricThrottles({ period: Duration.minutes(5) }),
      atLeast: 1,
      periods: 3,
      impact: props.impact,
      runbook: "throttles",
    });
  }

  private roleOf(may: readonly PolicyStatement[], logGroup: LogGroup): IRole {
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: {
        work: new PolicyDocument({ statements: [...may] }),
        record: new PolicyDocument({
          statements: [
            allow(["logs:CreateLogStream", "logs:PutLogEvents"], logGroup.logGroupArn),
            allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
          ],
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "X-Ray's two actions for sending traces take no resource.",
    });
    return role.withoutPolicyUpdates();
  }
}
