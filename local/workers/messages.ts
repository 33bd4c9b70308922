import * as z from "zod/mini";

/** What a worker is made with. */
export const workerSetup = z.object({
  /** The clock's cells; see shifted-date.ts. */
  clock: z.instanceof(SharedArrayBuffer),
  codeDirectory: z.string(),
  /** File and export, as `index.handler`. */
  handler: z.string(),
  functionName: z.string(),
  functionArn: z.string(),
  memoryMegabytes: z.number(),
  /** Where compiled code is kept between starts. */
  cacheDirectory: z.optional(z.string()),
  /** Whether threads that somebody waits for go before this one. */
  standsBack: z.boolean(),
});

export type WorkerSetup = z.infer<typeof workerSetup>;

/** One invocation as the pool hands it over. The event is JSON text, as Lambda's runtime receives it. */
export const workerRequest = z.object({ requestId: z.string(), event: z.string(), timeoutMilliseconds: z.number() });

export type WorkerRequest = z.infer<typeof workerRequest>;

const failure = z.object({ type: z.string(), message: z.string() });

/** What a worker tells the pool. */
export const workerReply = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("broken"), error: failure }),
  z.object({ kind: z.literal("returned"), requestId: z.string(), value: z.string() }),
  z.object({ kind: z.literal("threw"), requestId: z.string(), error: failure }),
  z.object({ kind: z.literal("output"), stream: z.enum(["stdout", "stderr"]), text: z.string() }),
]);

export type WorkerReply = z.infer<typeof workerReply>;

export interface InvocationFailure {
  readonly type: string;
  readonly message: string;
}

/** Any thrown value as Lambda reports it: the error's name and message. */
export function failureOf(thrown: unknown): InvocationFailure {
  if (thrown instanceof Error) return { type: thrown.name, message: thrown.message };
  return { type: typeof thrown, message: String(thrown) };
}
