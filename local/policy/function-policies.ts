import type { LambdaFunction } from "../template/deployment.ts";
import { type Decision, decide, type PermissionRequest } from "./evaluate.ts";
import { compileStatements } from "./statement.ts";

/** How much of what its role grants a function has used, so that a role can be cut to its need. */
export interface GrantUsage {
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
  const used = new Set<string>();
  const note = (functionName: string, decision: Decision, { action, resource }: PermissionRequest) => {
    if (decision.kind === "denied") return decision;
    const { actions, resources, source } = decision.by;
    // The patterns of a statement stand in the order of its source.
    for (const [at, allowed] of source.actions.entries())
      for (const [place, on] of source.resources.entries())
        if (actions[at]?.test(action) && resources[place]?.test(resource)) used.add(keyOf(functionName, allowed, on));
    return decision;
  };
  return {
    decide(functionName, request) {
      const role = roles.get(functionName);
      if (role === undefined) return { kind: "denied", explicitly: false };
      if (!role.plain) return note(functionName, decide(role.compiled, request), request);
      const key = `${request.action} ${request.resource}`;
      const known = role.remembered.get(key);
      if (known !== undefined) return known;
      const decision = note(functionName, decide(role.compiled, request), request);
      if (role.remembered.size >= mostRemembered) role.remembered.clear();
      role.remembered.set(key, decision);
      return decision;
    },
    usage: () => {
      const grants = functions.flatMap(({ name, statements }) =>
        statements
          .filter(({ effect }) => effect === "Allow")
          .flatMap(({ actions, resources }) =>
            actions.flatMap((action) => resources.map((resource) => ({ functionName: name, action, resource }))),
          )
          .map((grant) => [keyOf(grant.functionName, grant.action, grant.resource), grant] as const),
      );
      // What two statements grant alike is one grant.
      return [...new Map(grants)].map(([key, grant]) => ({ ...grant, used: used.has(key) }));
    },
  };
}

const keyOf = (functionName: string, action: string, resource: string) => `${functionName} ${action} ${resource}`;

/** Names come from requests, so what is remembered must have an end. */
const mostRemembered = 10_000;
