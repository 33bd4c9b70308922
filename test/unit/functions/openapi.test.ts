import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { incidentQuery } from "../../../shared/contracts/api.ts";
import { commandName } from "../../../shared/contracts/commands.ts";
import { apiRequest, openApiRoom } from "../../fixtures/api.ts";

const operation = z.looseObject({
  parameters: z.optional(z.array(z.looseObject({ name: z.string(), in: z.string() }))),
  responses: z.record(z.string(), z.looseObject({ content: z.optional(z.record(z.string(), z.unknown())) })),
});
const document = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

const described = async () => {
  const answer = await openApiRoom().answer(apiRequest("GET /api/openapi.json", { as: {} }));
  expect(answer).toMatchObject({
    statusCode: 200,
    headers: { "content-type": expect.stringMatching(/^application\/json/) },
  });
  return document.parse(JSON.parse(answer.body ?? ""));
};

const parametersOf = ({ parameters = [] }: z.infer<typeof operation>) => parameters.map(({ name }) => name);

describe("the description of the API", () => {
  test("is OpenAPI 3.1.0, given to everybody, with every address in it", async () => {
    const { openapi, paths } = await described();
    expect(openapi).toBe("3.1.0");
    expect(Object.keys(paths).toSorted()).toEqual(
      [
        "/signals",
        "/api/incidents/{id}/summary",
        "/api/incidents/{id}/suggest-reply",
        "/api/centre",
        "/api/incidents",
        "/api/incidents/{id}",
        "/api/incidents/{id}/clocks",
        "/api/centres/{centre}/recompute",
        "/api/centres/{centre}/export",
        "/api/incidents/{id}/author",
        "/api/citizens/export",
        "/api/citizens/erase",
        ...commandName.options.map((name) => `/api/incidents/{id}/${name}`),
      ].toSorted(),
    );
  });

  test("says how long the key of a sending may be", async () => {
    const { paths } = await described();
    const [key] = paths["/signals"]?.["post"]?.parameters ?? [];
    expect(key).toMatchObject({ name: "Idempotency-Key", schema: { type: "string", minLength: 1, maxLength: 200 } });
  });

  test("names the parameters of the list and the version that commands need", async () => {
    const { paths } = await described();
    const list = paths["/api/incidents"]?.["get"];
    expect(list && parametersOf(list)).toEqual(Object.keys(incidentQuery.shape));
    for (const name of commandName.options) {
      const command = paths[`/api/incidents/{id}/${name}`]?.["post"];
      expect(command && parametersOf(command)).toEqual(["id", "If-Match"]);
      expect(Object.keys(command?.responses ?? {})).toEqual(["200", "400", "403", "404", "409", "412", "428"]);
    }
  });

  test("says of every refusal that it is a problem, and points at nothing that is not there", async () => {
    const { components, paths } = await described();
    const refusals = Object.values(paths)
      .flatMap((operations) => Object.values(operations))
      .flatMap(({ responses }) => Object.entries(responses).filter(([status]) => Number(status) >= 400));
    expect(refusals.length).toBeGreaterThan(0);
    for (const [, { content = {} }] of refusals) expect(Object.keys(content)).toEqual(["application/problem+json"]);
    const references = [...JSON.stringify(paths).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    const known = Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(new Set(references)).toEqual(new Set(known));
  });
});
