import * as z from "zod/mini";
import type { HttpAnswer } from "./http-answer.ts";
import { internalError } from "./problem.ts";

const headerValue = z.union([z.string(), z.number(), z.boolean()]);

const formatted = z.looseObject({
  statusCode: z.coerce.number().check(z.int(), z.minimum(100), z.maximum(599)),
  headers: z.nullish(z.record(z.string(), headerValue)),
  multiValueHeaders: z.nullish(z.record(z.string(), z.array(headerValue))),
  cookies: z.nullish(z.array(z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});

/** What a function returned, as HTTP: its own status and headers, or 200 and JSON when it returned a bare value. */
export function functionResponse(value: unknown): HttpAnswer {
  if (typeof value !== "object" || value === null || !("statusCode" in value)) {
    const body = typeof value === "string" ? value : JSON.stringify(value);
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  const parsed = formatted.safeParse(value);
  if (!parsed.success) return internalError;
  const { statusCode, headers, multiValueHeaders, cookies, body, isBase64Encoded } = parsed.data;
  const all: Record<string, string | readonly string[]> = { "content-type": "text/plain;charset=UTF-8" };
  for (const [name, header] of Object.entries(headers ?? {})) all[name.toLowerCase()] = String(header);
  for (const [name, several] of Object.entries(multiValueHeaders ?? {})) all[name.toLowerCase()] = several.map(String);
  if (cookies && cookies.length > 0) all["set-cookie"] = cookies;
  return { status: statusCode, headers: all, body: isBase64Encoded ? Buffer.from(body ?? "", "base64") : (body ?? "") };
}
