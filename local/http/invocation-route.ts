import * as z from "zod/mini";
import type { Invoker } from "../ports.ts";
import type { HttpAnswer } from "./http-answer.ts";
import type { LocalRequest } from "./local-request.ts";
import { isOwners } from "./owner.ts";
import { parsedJson } from "./parsed-json.ts";
import { problem } from "./problem.ts";

const order = z.strictObject({ functionName: z.string(), event: z.unknown() });

export interface InvocationRoute {
  readonly ownerKey: string;
  readonly functionNames: ReadonlySet<string>;
  readonly invoke: Invoker["invoke"];
}

/** Runs a function once for the owner of the installation, as Lambda's Invoke does for whoever holds the credentials. */
export async function invocationRoute(
  { ownerKey, functionNames, invoke }: InvocationRoute,
  { request, body }: LocalRequest,
): Promise<HttpAnswer> {
  if (!isOwners(request, ownerKey))
    return problem(403, "Forbidden", "Functions are invoked by the commands, by the user whose data directory it is.");
  const parsed = order.safeParse(parsedJson(body));
  if (!parsed.success) return problem(400, "The request cannot be carried out", "Send functionName and event.");
  const { functionName, event } = parsed.data;
  if (!functionNames.has(functionName))
    return problem(404, "Not found", `The deployment has no function ${functionName}.`);
  const result = await invoke(functionName, event);
  if (result.kind === "failed") return problem(502, "The function failed", result.error.message);
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(result.value ?? null) };
}
