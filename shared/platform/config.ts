import type * as z from "zod/mini";

/** Reads what a function is told by its environment; throws at cold start with the name of everything missing. */
export const readEnvironment = <Schema extends z.ZodMiniType>(schema: Schema): z.infer<Schema> => {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const missing = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
  throw new Error(`The environment lacks ${missing}; infra sets it from shared/contracts/environment.ts.`);
};
