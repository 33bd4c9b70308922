import * as z from "zod/mini";
import type { DynamoServer, DynamoTarget } from "./dynamo-server.ts";

export type ApiResult<T> =
  | { readonly kind: "done"; readonly value: T }
  /** The error's name without its namespace, as `ResourceNotFoundException`. */
  | { readonly kind: "refused"; readonly type: string; readonly message: string };

const refusal = z.looseObject({
  __type: z._default(z.string(), "UnknownError"),
  message: z.optional(z.string()),
  Message: z.optional(z.string()),
});

/** Calls an operation with a JSON body. What the server refuses is returned; a broken connection rejects. */
export async function callDynamo<T>(
  server: DynamoServer,
  target: DynamoTarget,
  operation: string,
  request: unknown,
  schema: z.ZodMiniType<T>,
): Promise<ApiResult<T>> {
  const { status, body } = await server.send(target, operation, Buffer.from(JSON.stringify(request)));
  const json: unknown = JSON.parse(body.toString("utf8"));
  if (status === 200) return { kind: "done", value: schema.parse(json) };
  const { __type: type, message, Message } = refusal.parse(json);
  return { kind: "refused", type: type.replace(/^.*#/, ""), message: message ?? Message ?? "" };
}

/** For calls that have no expected refusal. */
export async function mustCall<T>(
  server: DynamoServer,
  target: DynamoTarget,
  operation: string,
  request: unknown,
  schema: z.ZodMiniType<T>,
): Promise<T> {
  const result = await callDynamo(server, target, operation, request, schema);
  if (result.kind === "done") return result.value;
  throw new Error(`${operation} was refused: ${result.type}: ${result.message}`);
}
