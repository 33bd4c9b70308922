import { StartFailure } from "../start-failure.ts";
import type { PolicyStatement } from "../template/deployment.ts";

/** A statement made ready for many evaluations. */
export interface CompiledStatement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly RegExp[];
  readonly resources: readonly RegExp[];
  readonly conditions: readonly Condition[];
  /** As the template has it. */
  readonly source: PolicyStatement;
}

interface Condition {
  readonly key: string;
  /** `ForAllValues`: every value of the request must fit; an absent key fits. Else the one value must. */
  readonly everyValue: boolean;
  readonly values: readonly RegExp[];
}

/** The keys of a request that the runner knows the value of: this one, and those that begin with the other. */
const LEADING_KEYS = "dynamodb:LeadingKeys";
export const ENCRYPTION_CONTEXT = "kms:EncryptionContext:";
const operators: Readonly<Record<string, { readonly everyValue: boolean; readonly wildcards: boolean }>> = {
  StringEquals: { everyValue: false, wildcards: false },
  StringLike: { everyValue: false, wildcards: true },
  "ForAllValues:StringEquals": { everyValue: true, wildcards: false },
  "ForAllValues:StringLike": { everyValue: true, wildcards: true },
};

export function compileStatements(statements: readonly PolicyStatement[]): readonly CompiledStatement[] {
  return statements.map((source) => ({
    effect: source.effect,
    actions: source.actions.map((action) => wildcard(action, "i")),
    resources: source.resources.map((resource) => wildcard(resource)),
    conditions: Object.entries(source.conditions).flatMap(([name, keys]) => {
      const operator = operators[name];
      if (operator === undefined) throw new Error(`the condition ${name} was not refused when the template was read`);
      return Object.entries(keys).map(([key, values]) => ({
        key,
        everyValue: operator.everyValue,
        values: values.map((value) => (operator.wildcards ? wildcard(value) : new RegExp(`^${escape(value)}$`, "s"))),
      }));
    }),
    source,
  }));
}

/** A condition or a policy variable that cannot be evaluated here is a StartFailure: it must not be passed over. */
export function refuseUnevaluable(statements: readonly PolicyStatement[], where: string): void {
  for (const { actions, resources, conditions } of statements) {
    const variable = resources.find((resource) => resource.includes("${"));
    if (variable !== undefined) throw refusal(where, actions, `the policy variable in ${variable}`);
    for (const [operator, keys] of Object.entries(conditions)) {
      if (operators[operator] === undefined) throw refusal(where, actions, `the condition ${operator}`);
      const key = Object.keys(keys).find((one) => one !== LEADING_KEYS && !one.startsWith(ENCRYPTION_CONTEXT));
      if (key !== undefined) throw refusal(where, actions, `the condition key ${key}`);
    }
  }
}

const refusal = (where: string, actions: readonly string[], what: string) =>
  new StartFailure(
    `${where} allows ${actions.join(", ")} under ${what}, which the one-machine edition cannot evaluate.`,
  );

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** IAM's wildcards: `*` stands for any characters, `?` for one. */
const wildcard = (pattern: string, flags = "") =>
  new RegExp(`^${escape(pattern).replaceAll("\\*", ".*").replaceAll("\\?", ".")}$`, `s${flags}`);
