import * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";
import type { HttpApi, LambdaFunction, Route } from "./deployment.ts";
import { deliveryLog, description, noMeaning, tags } from "./no-meaning.ts";
import { describe } from "./place.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const api = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal("HTTP"),
  Description: description,
  DisableExecuteApiEndpoint: noMeaning("Amazon's address of the API does not exist here."),
  Tags: tags,
});

const routeSettings = z.strictObject({
  ThrottlingRateLimit: z.number(),
  ThrottlingBurstLimit: z.number(),
  DetailedMetricsEnabled: noMeaning("Extra metrics that are paid for on AWS."),
});

const throttleOf = ({ ThrottlingRateLimit, ThrottlingBurstLimit }: z.infer<typeof routeSettings>) => ({
  perSecond: ThrottlingRateLimit,
  burst: ThrottlingBurstLimit,
});

const stage = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal("$default"),
  AutoDeploy: z.literal(true),
  DefaultRouteSettings: z.optional(routeSettings),
  /** By the route's key. */
  RouteSettings: z._default(z.record(z.string(), routeSettings), {}),
  AccessLogSettings: deliveryLog,
  Description: description,
  Tags: tags,
});

const route = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.pipe(
    z.string().check(z.regex(/^integrations\/.+/)),
    z.transform((target) => target.replace("integrations/", "")),
  ),
  AuthorizationType: z._default(z.enum(["NONE", "JWT"]), "NONE"),
  AuthorizerId: z.optional(z.string()),
});

const integration = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal("AWS_PROXY"),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal("2.0"),
  Description: description,
});

const authorizer = z.strictObject({
  ApiId: z.string(),
  AuthorizerType: z.literal("JWT"),
  IdentitySource: z.tuple([z.literal("$request.header.Authorization")]),
  JwtConfiguration: z.strictObject({ Audience: z.array(z.string()), Issuer: z.string() }),
  Name: z.string(),
});

const elsewhere = noMeaning("People are known to the pool on AWS; the runner signs its own tokens.");
const userPool = z.strictObject({
  UserPoolName: z.optional(z.string()),
  AccountRecoverySetting: elsewhere,
  AdminCreateUserConfig: elsewhere,
  AutoVerifiedAttributes: elsewhere,
  DeletionProtection: elsewhere,
  EmailVerificationMessage: elsewhere,
  EmailVerificationSubject: elsewhere,
  EnabledMfas: elsewhere,
  MfaConfiguration: elsewhere,
  Policies: elsewhere,
  Schema: elsewhere,
  SmsVerificationMessage: elsewhere,
  UserPoolAddOns: elsewhere,
  UserPoolTags: tags,
  UserPoolTier: elsewhere,
  UsernameAttributes: elsewhere,
  UsernameConfiguration: elsewhere,
  VerificationMessageTemplate: elsewhere,
});

const userPoolClient = z.strictObject({
  UserPoolId: z.string(),
  ClientName: z.optional(z.string()),
  AccessTokenValidity: elsewhere,
  AllowedOAuthFlowsUserPoolClient: elsewhere,
  AuthSessionValidity: elsewhere,
  EnableTokenRevocation: elsewhere,
  ExplicitAuthFlows: elsewhere,
  GenerateSecret: elsewhere,
  IdTokenValidity: elsewhere,
  PreventUserExistenceErrors: elsewhere,
  ReadAttributes: elsewhere,
  RefreshTokenValidity: elsewhere,
  SupportedIdentityProviders: elsewhere,
  TokenValidityUnits: elsewhere,
  WriteAttributes: elsewhere,
});

const userPoolGroup = z.strictObject({
  UserPoolId: z.string(),
  GroupName: z.optional(z.string()),
  Description: description,
  Precedence: elsewhere,
});

export function readApis(template: ResolvedTemplate, functions: readonly LambdaFunction[]): readonly HttpApi[] {
  template.all("AWS::Cognito::UserPool", userPool);
  template.all("AWS::Cognito::UserPoolClient", userPoolClient);
  template.all("AWS::Cognito::UserPoolGroup", userPoolGroup);
  const stages = template.all("AWS::ApiGatewayV2::Stage", stage);
  const routes = readRoutes(template, functions);
  return template.all("AWS::ApiGatewayV2::Api", api).map(({ name, ref }) => {
    const { DefaultRouteSettings: settings, RouteSettings: byRoute = {} } =
      stages.find(({ properties }) => properties.ApiId === ref)?.properties ?? {};
    const ofApi = routes.filter(({ apiId }) => apiId === ref).map(({ route: one }) => one);
    const stray = Object.keys(byRoute).find((key) => ofApi.every((one) => one.key !== key));
    if (stray !== undefined)
      throw new StartFailure(`The stage of ${name} has settings of ${stray}, which is no route.`);
    return {
      id: ref,
      name,
      routes: ofApi.map((one) => {
        const own = byRoute[one.key] ?? settings;
        return own === undefined ? one : { ...one, throttle: throttleOf(own) };
      }),
    };
  });
}

function readRoutes(template: ResolvedTemplate, functions: readonly LambdaFunction[]) {
  const integrations = template.all("AWS::ApiGatewayV2::Integration", integration);
  const authorizers = template.all("AWS::ApiGatewayV2::Authorizer", authorizer);
  return template.all("AWS::ApiGatewayV2::Route", route).map(({ place, properties }) => {
    const { ApiId, RouteKey, Target, AuthorizationType, AuthorizerId } = properties;
    const uri = integrations.find(({ ref }) => ref === Target)?.properties.IntegrationUri;
    const worker = functions.find(({ arn }) => arn === uri);
    if (worker === undefined) throw new StartFailure(`${describe(place)}: the route ${RouteKey} leads to no function.`);
    const open: Route = { key: RouteKey, functionName: worker.name };
    if (AuthorizationType === "NONE") return { apiId: ApiId, route: open };
    const jwt = authorizers.find(({ ref }) => ref === AuthorizerId)?.properties.JwtConfiguration;
    if (jwt === undefined) throw new StartFailure(`${describe(place)}: the authorizer of ${RouteKey} is not there.`);
    const guarded: Route = { ...open, authorizer: { issuer: jwt.Issuer, audiences: jwt.Audience } };
    return { apiId: ApiId, route: guarded };
  });
}
