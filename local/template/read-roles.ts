import * as z from "zod/mini";
import { refuseUnevaluable } from "../policy/statement.ts";
import { StartFailure } from "../start-failure.ts";
import type { PolicyStatement } from "./deployment.ts";
import { description, noMeaning, tags } from "./no-meaning.ts";
import { describe } from "./place.ts";
import { partition } from "./region.ts";
import type { ResolvedTemplate } from "./resolved-template.ts";

const oneOrMore = z.union([
  z.array(z.string()),
  z.pipe(
    z.string(),
    z.transform((one) => [one]),
  ),
]);

const statement = z.strictObject({
  Sid: z.optional(z.string()),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z._default(z.record(z.string(), z.record(z.string(), oneOrMore)), {}),
});

const document = z.strictObject({
  Version: z.optional(z.literal("2012-10-17")),
  Statement: z.union([
    z.array(statement),
    z.pipe(
      statement,
      z.transform((one) => [one]),
    ),
  ]),
});

const role = z.strictObject({
  RoleName: z.optional(z.string()),
  Description: description,
  Path: z.optional(z.literal("/")),
  AssumeRolePolicyDocument: noMeaning("The runner itself takes on the roles of its functions."),
  MaxSessionDuration: noMeaning("A role is taken on for as long as the runner lives."),
  ManagedPolicyArns: z._default(z.array(z.string()), []),
  Policies: z._default(z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: document })), []),
  Tags: tags,
});

const policy = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: document,
  Roles: z.array(z.string()),
});

/** What AWS's own policies allow, as far as roles may name them here. Log groups are the runner's own log. */
const managedPolicies: Readonly<Record<string, readonly PolicyStatement[]>> = {
  [`arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`]: [
    {
      effect: "Allow",
      actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      resources: ["*"],
      conditions: {},
    },
  ],
};

/** The statements of every role, inline and attached, by the role's ARN. */
export function readRoles(template: ResolvedTemplate): ReadonlyMap<string, readonly PolicyStatement[]> {
  const attached = template.all("AWS::IAM::Policy", policy).map(({ place, properties }) => ({
    roles: properties.Roles,
    statements: statementsOf(properties.PolicyDocument, describe(place)),
  }));
  return new Map(
    template
      .all("AWS::IAM::Role", role)
      .map(({ name, arn, place, properties }) => [
        arn,
        [
          ...properties.Policies.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument, describe(place))),
          ...attached.filter(({ roles }) => roles.includes(name)).flatMap(({ statements }) => statements),
          ...properties.ManagedPolicyArns.flatMap((managed) => managedStatements(managed, describe(place))),
        ],
      ]),
  );
}

function managedStatements(arn: string, where: string): readonly PolicyStatement[] {
  const known = managedPolicies[arn];
  if (known !== undefined) return known;
  throw new StartFailure(`${where} takes the managed policy ${arn}, which the one-machine edition does not know.`);
}

function statementsOf({ Statement }: z.infer<typeof document>, where: string): readonly PolicyStatement[] {
  const statements = Statement.map(({ Effect, Action, Resource, Condition }) => ({
    effect: Effect,
    actions: Action,
    resources: Resource,
    conditions: Condition,
  }));
  refuseUnevaluable(statements, where);
  return statements;
}
