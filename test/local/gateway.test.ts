import { describe, expect, test } from "vitest";
import type { InvocationResult } from "../../local/ports.ts";
import { problem } from "../../shared/contracts/problem.ts";
import { at, gatewayWith } from "./gateway-with.ts";

const post = (url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body, headers });

const problemOf = async (answer: Response) => {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const said = problem.parse(await answer.json());
  expect(said.status).toBe(answer.status);
  return said;
};

describe("a route", () => {
  test.each([
    ["POST", "/webhooks/vk", "POST /webhooks/vk"],
    ["POST", "/webhooks/max", "POST /webhooks/{channel}"],
    ["GET", "/api/incidents/7", "GET /api/incidents/{id}"],
    ["GET", "/api/incidents/7/history", "GET /api/{proxy+}"],
    ["DELETE", "/any", "ANY /any"],
    ["HEAD", "/api/incidents/7", "GET /api/incidents/{id}"],
  ])("%s %s goes to %s", async (method, path, key) => {
    const { address, calls } = await gatewayWith();
    expect((await fetch(address + path, { method })).status).toBe(200);
    expect(calls.map(({ functionName }) => functionName)).toEqual([key]);
  });

  test.each([
    ["GET", "/webhooks/vk"],
    ["POST", "/webhooks/"],
    ["POST", "/webhooks/vk/more"],
    ["GET", "/elsewhere"],
  ])("%s %s is not found, and a problem says so", async (method, path) => {
    const { address, calls } = await gatewayWith();
    expect(await problemOf(await fetch(address + path, { method }))).toMatchObject({ status: 404, title: "Not found" });
    expect(calls).toEqual([]);
  });

  test("for staff answers a missing and a wrong token with a problem and its challenge", async () => {
    const authorizer = { issuer: "https://issuer", audiences: ["client"] };
    const { address, calls } = await gatewayWith({ routes: [{ key: "GET /api", functionName: "api", authorizer }] });
    for (const headers of [{}, { authorization: "Bearer nonsense" }]) {
      const answer = await fetch(`${address}/api`, { headers });
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
      expect(await problemOf(answer)).toMatchObject({ status: 401, title: "Unauthorized" });
    }
    expect(calls).toEqual([]);
  });

  test("answers a body over API Gateway's 10 MB with a problem, and is not called", async () => {
    const { address, calls } = await gatewayWith();
    const answer = await post(`${address}/any`, new Uint8Array(11 * 2 ** 20));
    expect(await problemOf(answer)).toMatchObject({ status: 413, title: "The request is too large" });
    expect(calls).toEqual([]);
  });

  test("of $default takes what no other does", async () => {
    const { address, calls } = await gatewayWith({ routes: [{ key: "$default", functionName: "rest" }] });
    await fetch(`${address}/whatever/else`);
    expect(calls[0]).toMatchObject({
      functionName: "rest",
      event: { routeKey: "$default", rawPath: "/whatever/else" },
    });
  });

  test("with broken percent-encoding is a bad request", async () => {
    const { address } = await gatewayWith();
    expect((await fetch(`${address}/api/%ZZ`)).status).toBe(400);
  });
});

describe("the event", () => {
  test("is payload format 2.0 with the product's time", async () => {
    const { address, calls } = await gatewayWith();
    await fetch(`${address}/api/incidents/%D0%B0%2Fb?q=one%20two&q=three&state=new`, {
      headers: { cookie: "a=1; b=2", "user-agent": "tester", "x-forwarded-for": "6.6.6.6", "X-Many": "1" },
    });
    expect(calls[0]?.event).toMatchObject({
      version: "2.0",
      routeKey: "GET /api/incidents/{id}",
      rawPath: "/api/incidents/а/b",
      rawQueryString: "q=one%20two&q=three&state=new",
      cookies: ["a=1", "b=2"],
      headers: { "x-many": "1", "x-forwarded-for": "127.0.0.1", host: address.slice(7) },
      queryStringParameters: { q: "one two,three", state: "new" },
      pathParameters: { id: "а/b" },
      requestContext: {
        accountId: "000000000000",
        domainName: "127.0.0.1",
        http: {
          method: "GET",
          path: "/api/incidents/а/b",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: "tester",
        },
        requestId: expect.stringMatching(/.{36}/),
        routeKey: "GET /api/incidents/{id}",
        stage: "$default",
        time: "02/Mar/2026:06:00:05 +0000",
        timeEpoch: at,
      },
      isBase64Encoded: false,
    });
    expect(calls[0]?.event).not.toHaveProperty("body");
  });

  test.each([
    ["application/json", Buffer.from('{"text":"Яма"}'), false],
    ["application/vnd.api+json; charset=utf-8", Buffer.from("{}"), false],
    ["application/json", Buffer.from([0x7b, 0xff, 0x7d]), true],
    ["application/x-www-form-urlencoded", Buffer.from("a=1"), true],
    ["application/octet-stream", Buffer.from("abc"), true],
  ])("holds a %s body whole (%#)", async (type, body, encoded) => {
    const { address, calls } = await gatewayWith();
    await post(`${address}/webhooks/vk`, new Uint8Array(body), { "content-type": type });
    expect(calls[0]?.event).toMatchObject({
      isBase64Encoded: encoded,
      body: body.toString(encoded ? "base64" : "utf8"),
    });
  });

  test("believes a proxy about the caller only when told to", async () => {
    const { address, calls } = await gatewayWith({ trustedProxies: 1 });
    await fetch(`${address}/any`, {
      headers: { "x-forwarded-for": "6.6.6.6, 10.1.2.3", "x-forwarded-proto": "https" },
    });
    expect(calls[0]?.event).toMatchObject({
      requestContext: { http: { sourceIp: "10.1.2.3" } },
      headers: { "x-forwarded-for": "10.1.2.3", "x-forwarded-proto": "https" },
    });
  });
});

const returning = (value: unknown) => gatewayWith({ result: { kind: "returned", value } });

describe("a function's answer", () => {
  test("sets status, headers, cookies and a body that may be bytes", async () => {
    const body = Buffer.from([1, 2, 255]);
    const { address } = await returning({
      statusCode: 201,
      headers: { "Content-Type": "image/png", "X-Count": 2 },
      cookies: ["a=1", "b=2"],
      body: body.toString("base64"),
      isBase64Encoded: true,
    });
    const answer = await fetch(`${address}/any`);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("x-count")]).toEqual([
      201,
      "image/png",
      "2",
    ]);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(body);
  });

  test("that is a bare value is 200 JSON", async () => {
    const { address } = await returning({ items: [] });
    const answer = await fetch(`${address}/any`);
    expect([answer.headers.get("content-type"), await answer.json()]).toEqual(["application/json", { items: [] }]);
  });

  test.each<[string, InvocationResult]>([
    ["a failure", { kind: "failed", error: { type: "Error", message: "secret detail" } }],
    ["a status that is none", { kind: "returned", value: { statusCode: "soon" } }],
    ["a header HTTP cannot carry", { kind: "returned", value: { statusCode: 200, headers: { "x-bad": "a\nb" } } }],
  ])("that is %s is 500 without detail", async (_what, result) => {
    const { address } = await gatewayWith({ result });
    const answer = await fetch(`${address}/any`);
    const said = await problemOf(answer);
    expect(said.status).toBe(500);
    expect(JSON.stringify(said)).not.toContain("secret detail");
  });
});

test("requests are counted as API Gateway counts them", async () => {
  const { address, metrics } = await gatewayWith({ result: { kind: "failed", error: { type: "Error", message: "" } } });
  await fetch(`${address}/any`);
  await fetch(`${address}/elsewhere`);
  const count = (name: string) =>
    metrics.series(
      { namespace: "AWS/ApiGateway", name, dimensions: { ApiId: "otklik" } },
      at - 60_000,
      at + 60_000,
      60,
    )[0]?.statistics.sum;
  expect([count("Count"), count("4xx"), count("5xx")]).toEqual([2, 1, 1]);
});
