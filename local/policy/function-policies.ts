import type { LambdaFunction, PolicyStatement } from "../template/deployment.ts";
import { type Decision, decide, type PermissionRequest } from "./evaluate.ts";
import { compileStatements } from "./statement.ts";

/** How much of what its role grants a function has used, so that a role can be cut to its need. */
interface GrantUsage {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
  readonly used: boolean;
}

export interface FunctionPolicies {
  /** A function that is not of the deployment is allowed nothing. */
  decide(functionName: string, request: PermissionRequest): Decision;
  /** Every action and resource that the roles allow, in the template's order. */
  usage(): readonly GrantUsage[];
}

/** The role policies of the deployment's functions. Answers that depend on no condition are remembered. */
export function createFunctionPolicies(functions: readonly LambdaFunction[]): FunctionPolicies {
  const roles = new Map(
    functions.map(({ name, statements }) => {
      const compiled = compileStatements(statements);
      const plain = compiled.every(({ conditions }) => conditions.length === 0);
      return [name, { compiled, plain, remembered: new Map<string, Decision>() }];
    }),
  );
  const used = new Map<PolicyStatement, Set<string>>();
  const note = (decision: Decision, action: string) => {
    if (decision.kind === "denied") return decision;
    const actions = used.get(decision.by.source) ?? new Set();
    used.set(decision.by.source, actions.add(action.toLowerCase()));
    return decision;
  };
  return {
    decide(functionName, request) {
      const role = roles.get(functionName);
      if (role === undefined) return { kind: "denied", explicitly: false };
      if (!role.plain) return note(decide(role.compiled, request), request.action);
      const key = `${request.action} ${request.resource}`;
      const known = role.remembered.get(key);
      if (known !== undefined) return known;
      const decision = note(decide(role.compiled, request), request.action);
      if (role.remembered.size >= mostRemembered) role.remembered.clear();
      role.remembered.set(key, decision);
      return decision;
    },
    usage: () =>
      functions.flatMap(({ name, statements }) =>
        statements
          .filter(({ effect }) => effect === "Allow")
          .flatMap((statement) =>
            statement.actions.flatMap((action) =>
              statement.resources.map((resource) => ({
                functionName: name,
                action,
                resource,
                used: used.get(statement)?.has(action.toLowerCase()) ?? false,
              })),
            ),
          ),
      ),
  };
}

/** Names come from requests, so what is remembered must have an end. */
const mostRemembered = 10_000;
