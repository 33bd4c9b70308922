import * as z from "zod/mini";

export const schemaOf = (schema: z.ZodMiniType, io: "input" | "output") => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

export const json = (schema: z.ZodMiniType, io: "input" | "output" = "output") => ({
  content: { "application/json": { schema: schemaOf(schema, io) } },
});

export const problems = (...statuses: readonly number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: "What is wrong, in the form of RFC 9457",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );

export const idParameter = { name: "id", in: "path", required: true, schema: { type: "string" } };
