import { createHash } from "node:crypto";
import { account, arnOf, partition, region } from "./region.ts";

/** What a resource is called once it stands: what `Ref` and `Fn::GetAtt` give. */
export interface Identity {
  readonly name: string;
  readonly arn: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Unnamed {
  readonly stack: string;
  readonly logicalId: string;
  /** A property that holds a name, or a name made of the stack's and the logical id, as CloudFormation makes one. */
  named(property: string): string;
  /** A property that may be absent. */
  given(property: string): string | undefined;
  /** Base of the addresses of queues: `http://127.0.0.1:4566`. */
  readonly endpoint: string;
}

type Identify = (resource: Unnamed) => Identity;

const named =
  (property: string, service: string, resourceOf: (name: string) => string, arnAttribute = "Arn"): Identify =>
  (resource) => {
    const name = resource.named(property);
    const arn = arnOf(service, resourceOf(name));
    return { name, arn, ref: name, attributes: { [arnAttribute]: arn } };
  };

/** A resource that is told apart but has no name of its own: routes, integrations, permissions. */
const numbered =
  (service: string, kind: string, idAttribute?: string): Identify =>
  (resource) => {
    const id = digest(resource).slice(0, 10);
    const attributes = idAttribute === undefined ? {} : { [idAttribute]: id };
    return { name: id, arn: arnOf(service, `${kind}/${id}`), ref: id, attributes };
  };

const digest = ({ stack, logicalId }: Unnamed) => createHash("sha256").update(`${stack}/${logicalId}`).digest("hex");

const queue: Identify = (resource) => {
  const name = resource.named("QueueName");
  const arn = arnOf("sqs", name);
  const url = `${resource.endpoint}/${account}/${name}`;
  return { name, arn, ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
};

const topic: Identify = (resource) => {
  const name = resource.named("TopicName");
  const arn = arnOf("sns", name);
  return { name, arn, ref: arn, attributes: { TopicArn: arn, TopicName: name } };
};

/** Secrets Manager ends a secret's ARN in six characters of its own. */
const secret: Identify = (resource) => {
  const name = resource.named("Name");
  const arn = arnOf("secretsmanager", `secret:${name}-${digest(resource).slice(0, 6)}`);
  return { name, arn, ref: arn, attributes: { Id: arn } };
};

const table: Identify = (resource) => {
  const name = resource.named("TableName");
  const arn = arnOf("dynamodb", `table/${name}`);
  return { name, arn, ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/one-machine` } };
};

const bus: Identify = (resource) => {
  const name = resource.named("Name");
  const arn = arnOf("events", `event-bus/${name}`);
  return { name, arn, ref: name, attributes: { Arn: arn, Name: name } };
};

const rule: Identify = (resource) => {
  const name = resource.named("Name");
  const busName = resource.given("EventBusName")?.replace(/^arn:.*:event-bus\//, "") ?? "default";
  const arn = arnOf("events", busName === "default" ? `rule/${name}` : `rule/${busName}/${name}`);
  return { name, arn, ref: name, attributes: { Arn: arn } };
};

const key: Identify = (resource) => {
  const id = digest(resource).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
  const arn = arnOf("kms", `key/${id}`);
  return { name: id, arn, ref: id, attributes: { Arn: arn, KeyId: id } };
};

const userPool: Identify = (resource) => {
  const id = `${region}_${digest(resource).slice(0, 9)}`;
  const provider = `cognito-idp.${region}.amazonaws.com/${id}`;
  const arn = arnOf("cognito-idp", `userpool/${id}`);
  const attributes = { Arn: arn, UserPoolId: id, ProviderName: provider, ProviderURL: `https://${provider}` };
  return { name: id, arn, ref: id, attributes };
};

/** IAM is of no region. */
const global =
  (property: string, kind: string): Identify =>
  (resource) => {
    const name = resource.named(property);
    const arn = `arn:${partition}:iam::${account}:${kind}/${name}`;
    return { name, arn, ref: name, attributes: { Arn: arn } };
  };

const dashboard: Identify = (resource) => {
  const name = resource.named("DashboardName");
  return { name, arn: `arn:${partition}:cloudwatch::${account}:dashboard/${name}`, ref: name, attributes: {} };
};

const api: Identify = (resource) => {
  const id = digest(resource).slice(0, 10);
  const name = resource.named("Name");
  const endpoint = `https://${id}.execute-api.${region}.amazonaws.com`;
  return { name, arn: arnOf("apigateway", `/apis/${id}`), ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
};

/** How AWS names what each type of resource makes; a type that is not here is not known to this edition. */
export const identities: Readonly<Record<string, Identify>> = {
  "AWS::ApiGatewayV2::Api": api,
  "AWS::ApiGatewayV2::Authorizer": numbered("apigateway", "authorizers", "AuthorizerId"),
  "AWS::ApiGatewayV2::Integration": numbered("apigateway", "integrations", "IntegrationId"),
  "AWS::ApiGatewayV2::Route": numbered("apigateway", "routes", "RouteId"),
  "AWS::ApiGatewayV2::Stage": named("StageName", "apigateway", (name) => `/stages/${name}`),
  "AWS::CDK::Metadata": numbered("cdk", "metadata"),
  "AWS::CloudWatch::Alarm": named("AlarmName", "cloudwatch", (name) => `alarm:${name}`),
  "AWS::CloudWatch::CompositeAlarm": named("AlarmName", "cloudwatch", (name) => `alarm:${name}`),
  "AWS::CloudWatch::Dashboard": dashboard,
  "AWS::Cognito::UserPool": userPool,
  "AWS::Cognito::UserPoolClient": numbered("cognito-idp", "client", "ClientId"),
  "AWS::Cognito::UserPoolGroup": named("GroupName", "cognito-idp", (name) => `group/${name}`),
  "AWS::DynamoDB::Table": table,
  "AWS::Events::Archive": named("ArchiveName", "events", (name) => `archive/${name}`),
  "AWS::Events::EventBus": bus,
  "AWS::Events::Rule": rule,
  "AWS::IAM::Policy": global("PolicyName", "policy"),
  "AWS::IAM::Role": global("RoleName", "role"),
  "AWS::KMS::Alias": named("AliasName", "kms", (name) => name),
  "AWS::KMS::Key": key,
  "AWS::Lambda::EventInvokeConfig": numbered("lambda", "event-invoke-config"),
  "AWS::Lambda::EventSourceMapping": numbered("lambda", "event-source-mapping", "Id"),
  "AWS::Lambda::Function": named("FunctionName", "lambda", (name) => `function:${name}`),
  "AWS::Lambda::Permission": numbered("lambda", "permission"),
  "AWS::Logs::LogGroup": named("LogGroupName", "logs", (name) => `log-group:${name}:*`),
  "AWS::SNS::Subscription": numbered("sns", "subscription"),
  "AWS::SNS::Topic": topic,
  "AWS::SNS::TopicPolicy": numbered("sns", "policy"),
  "AWS::SQS::Queue": queue,
  "AWS::SQS::QueuePolicy": numbered("sqs", "policy"),
  "AWS::Scheduler::Schedule": named("Name", "scheduler", (name) => `schedule/default/${name}`),
  "AWS::Scheduler::ScheduleGroup": named("Name", "scheduler", (name) => `schedule-group/${name}`),
  "AWS::SecretsManager::ResourcePolicy": numbered("secretsmanager", "policy"),
  "AWS::SecretsManager::Secret": secret,
};
