import { type CompiledStatement, ENCRYPTION_CONTEXT } from "./statement.ts";

export interface PermissionRequest {
  readonly action: string;
  readonly resource: string;
  /** Partition keys that the request touches: none for a scan; undefined when they cannot be told. */
  readonly leadingKeys: readonly string[] | undefined;
  /** What a call of KMS says that the key is used for: a caller's own words, or those of the service that calls for it. */
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

export type Decision =
  | { readonly kind: "allowed"; readonly by: CompiledStatement }
  | { readonly kind: "denied"; readonly explicitly: boolean };

/** IAM's rule for one principal: a matching Deny wins, else a matching Allow allows, else it is denied. */
export function decide(statements: readonly CompiledStatement[], request: PermissionRequest): Decision {
  const matching = statements.filter((statement) => matches(statement, request));
  if (matching.some(({ effect }) => effect === "Deny")) return { kind: "denied", explicitly: true };
  const by = matching[0];
  return by === undefined ? { kind: "denied", explicitly: false } : { kind: "allowed", by };
}

function matches({ effect, actions, resources, conditions }: CompiledStatement, request: PermissionRequest): boolean {
  if (!actions.some((action) => action.test(request.action))) return false;
  if (!resources.some((resource) => resource.test(request.resource))) return false;
  return conditions.every(({ key, everyValue, values }) => {
    const keys = valuesOf(request, key);
    // What cannot be told must not widen what is allowed, nor narrow what is denied.
    if (keys === undefined) return effect === "Deny";
    const fits = (given: string) => values.some((value) => value.test(given));
    return everyValue ? keys.every(fits) : keys.length === 1 && keys.every(fits);
  });
}

/** What a request says of a condition's key; nothing when that cannot be told. */
function valuesOf({ leadingKeys, encryptionContext = {} }: PermissionRequest, key: string) {
  if (!key.startsWith(ENCRYPTION_CONTEXT)) return leadingKeys;
  const value = encryptionContext[key.slice(ENCRYPTION_CONTEXT.length)];
  return value === undefined ? [] : [value];
}
