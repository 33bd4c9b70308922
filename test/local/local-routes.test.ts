import { request as httpRequest } from "node:http";
import { SignJWT } from "jose";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Advance } from "../../local/clock/advance.ts";
import { createAuthorizer } from "../../local/http/authorizer.ts";
import { createGateway } from "../../local/http/gateway.ts";
import { createLocalAccess } from "../../local/http/local-access.ts";
import { createLocalRoutes } from "../../local/http/local-routes.ts";
import { memoryMetrics } from "../doubles/memory-metrics.ts";

const key = "0123456789abcdef0123456789abcdef";
const expected = { issuer: "https://issuer", audiences: ["client"] };
const start = Date.UTC(2026, 2, 2, 9);

async function localRoutes(given = { virtual: true }) {
  const moves: Advance[] = [];
  const queries: unknown[] = [];
  const redriven: string[] = [];
  const metrics = memoryMetrics();
  let now = start;
  const said: string[] = [];
  const clock = { now: () => now, virtual: given.virtual };
  const authorizer = createAuthorizer(() => key);
  const gateway = createGateway({
    host: "127.0.0.1",
    port: 0,
    caller: { trustedProxies: 1 },
    accessLog: () => {},
    apis: [],
    clock,
    metrics,
    invoker: { busy: 0, invoke: async () => ({ kind: "returned", value: "function" }) },
    authorizer,
    localAccess: createLocalAccess(authorizer, expected),
    localRoutes: createLocalRoutes({
      clock,
      advance: async (move) => {
        moves.push(move);
        now = "to" in move ? move.to : now + move.by;
        return "advanced";
      },
      say: (line) => void said.push(line),
      journal: {
        list: (query) => {
          if (query.after === "bogus") return undefined;
          return { items: [{ id: String(queries.push(query)), type: "t", time: "", data: {}, deliveries: 1 }] };
        },
      },
      metrics,
      grants: () => ({ "otklik-api": { granted: 1 } }),
      deadLetters: {
        queueNames: ["otklik-due-dead"],
        list: async () => [],
        erase: async () => 0,
        redrive: async (name) => [{ queue: "otklik-due-dead", moved: redriven.push(name ?? "all") }],
      },
      backup: {
        ownerKey: "owner",
        take: async () => {
          throw new Error("nobody proved to be the owner");
        },
      },
      invocation: {
        ownerKey: "owner",
        functionNames: new Set(["otklik-republish"]),
        invoke: async (functionName, event) => ({ kind: "returned", value: { functionName, event } }),
      },
      page: async () => ({ status: 200, headers: {}, body: "page" }),
    }),
    report: () => {},
  });
  await gateway.start();
  onTestFinished(() => gateway.stop());
  const post = (path: string, body: unknown) =>
    fetch(gateway.address + path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
  const get = async (path: string): Promise<unknown> => (await fetch(gateway.address + path)).json();
  return { address: gateway.address, get, post, moves, queries, redriven, metrics, said };
}

/** `fetch` would set `host` and `origin` itself. */
function statusWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
}

const tokenOf = (role: string) =>
  new SignJWT({ "custom:role": role })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("https://issuer")
    .setAudience("client")
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(key));

describe("the one-machine extras", () => {
  test("are for who asks from the machine itself", async () => {
    const { address } = await localRoutes();
    for (const path of ["/", "/local/events", "/local/metrics", "/local/clock", "/local/dead-letters"]) {
      expect([path, await statusWith(address + path, {})]).toEqual([path, 200]);
    }
  });

  test.each([
    ["came through a proxy", { "x-forwarded-for": "127.0.0.1" }],
    ["came through a proxy of another kind", { forwarded: "for=127.0.0.1" }],
    ["is sent by a page of a foreign site", { origin: "https://evil.example" }],
    ["reached this machine under a foreign name", { host: "evil.example:8787" }],
    ["is sent across sites", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
  ])("are refused to a request that %s", async (_what, headers) => {
    const { address } = await localRoutes();
    expect(await statusWith(`${address}/local/events`, headers)).toBe(401);
  });

  test("are answered to a supervisor's token from anywhere, and to no other", async () => {
    const { address } = await localRoutes();
    const proxied = async (authorization: string) =>
      statusWith(`${address}/local/events`, { "x-forwarded-for": "10.0.0.1", authorization });
    expect(await proxied(`Bearer ${await tokenOf("supervisor")}`)).toBe(200);
    expect(await proxied(`Bearer ${await tokenOf("operator")}`)).toBe(403);
    expect(await proxied("Bearer nonsense")).toBe(401);
  });

  test("answer an unknown path and a wrong method with a problem", async () => {
    const { address, post } = await localRoutes();
    const unknown = await fetch(`${address}/local/nothing`);
    expect([unknown.status, unknown.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    const wrong = await post("/local/events", {});
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET"]);
  });
});

describe("the clock", () => {
  test("is moved by a duration, with a step, or to an instant", async () => {
    const { post, moves } = await localRoutes();
    const answer = await post("/local/clock", { advance: "PT4H", step: "PT15M" });
    expect([answer.status, await answer.json()]).toEqual([200, { now: "2026-03-02T13:00:00.000Z", virtual: true }]);
    await post("/local/clock", { to: "2026-03-03T09:00:00+03:00" });
    expect(moves).toEqual([{ by: 4 * 3_600_000, step: 900_000 }, { to: Date.UTC(2026, 2, 3, 6) }]);
  });

  test("made virtual by a first move is told on the screen, for it is for good", async () => {
    const real = await localRoutes({ virtual: false });
    await real.post("/local/clock", { advance: "4 hours" });
    expect(real.said).toEqual([]);
    await real.post("/local/clock", { advance: "PT1M" });
    expect(real.said).toEqual([expect.stringContaining("lives in virtual time from now on")]);
    const virtual = await localRoutes();
    await virtual.post("/local/clock", { advance: "PT1M" });
    expect(virtual.said).toEqual([]);
  });

  test("says of a body that is none how one is written", async () => {
    const { post } = await localRoutes();
    for (const body of ["not json", "", '"PT4H"', '{"advance":"PT4H"'])
      expect(await (await post("/local/clock", body)).json()).toMatchObject({
        detail: expect.stringContaining('the body must be JSON, as {"advance": "PT4H"}'),
      });
  });

  test.each([
    ["not json", 400, ""],
    [{}, 400, "/advance"],
    [{ advance: "4 hours" }, 400, "/advance"],
    [{ advance: 4 }, 400, "/advance"],
    [{ advance: "P1M" }, 400, "/advance"],
    [{ advance: "PT1H", to: "2026-03-02T10:00:00Z" }, 400, "/to"],
    [{ to: "tomorrow" }, 400, "/to"],
    [{ to: "2026-03-02T10:00:00" }, 400, "/to"],
    [{ to: "2026-03-01T10:00:00Z" }, 422, "/to"],
    [{ advance: "P400D" }, 422, "/advance"],
    [{ advance: "PT1H", step: "PT0S" }, 422, "/step"],
    [{ advance: "PT1H", stride: "PT1M" }, 400, "/stride"],
  ])("refuses %j with a problem that names the field", async (body, status, pointer) => {
    const { post, moves } = await localRoutes();
    const answer = await post("/local/clock", body);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect([answer.status, await answer.json()]).toEqual([
      status,
      expect.objectContaining({ status, errors: [{ pointer, detail: expect.any(String) }] }),
    ]);
    expect(moves).toEqual([]);
  });
});

test("the journal is asked by type, place and number", async () => {
  const { get, queries, address } = await localRoutes();
  await get("/local/events");
  await get("/local/events?type=IncidentOpened&after=abc&limit=5");
  expect(queries).toEqual([{}, { type: "IncidentOpened", after: "abc", limit: 5 }]);
  for (const [query, pointer] of Object.entries({ "limit=none": "/query/limit", "after=bogus": "/query/after" })) {
    const refused = await fetch(`${address}/local/events?${query}`);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({ errors: [{ pointer, detail: expect.any(String) }] }),
    ]);
  }
});

test("the metrics tell the functions' counts apart from what their calls to AWS cost", async () => {
  const { get, metrics } = await localRoutes();
  const meter = { namespace: "Otklik/Runner", unit: "Count", at: start };
  metrics.record([
    { namespace: "Otklik", name: "IncidentOpened", dimensions: {}, unit: "Count", values: [1, 1], at: start },
    {
      ...meter,
      name: "Requests",
      dimensions: { FunctionName: "otklik-api", Service: "dynamodb", Operation: "Query" },
      values: [1, 1],
    },
    { ...meter, name: "ReadUnits", dimensions: { FunctionName: "otklik-api" }, values: [0.5] },
  ]);
  expect(await get("/local/metrics")).toEqual({
    metrics: [
      {
        namespace: "Otklik",
        name: "IncidentOpened",
        dimensions: {},
        unit: "Count",
        count: 2,
        sum: 2,
        minimum: 1,
        maximum: 1,
      },
    ],
    aws: { "otklik-api": { requests: 2, byOperation: { "dynamodb:Query": 2 }, writeUnits: 0, readUnits: 0.5 } },
    grants: { "otklik-api": { granted: 1 } },
  });
});

test("dead letters are sent back by the name of their queue, and an unknown one is a problem that names those there are", async () => {
  const { post, redriven } = await localRoutes();
  const answer = await post("/local/dead-letters/redrive", { queue: "otklik-due-dead" });
  expect([answer.status, await answer.json()]).toEqual([200, { queues: [{ queue: "otklik-due-dead", moved: 1 }] }]);
  const unknown = await post("/local/dead-letters/redrive", { queue: "nothing" });
  expect([unknown.status, await unknown.json()]).toEqual([
    404,
    expect.objectContaining({ detail: expect.stringContaining("otklik-due-dead") }),
  ]);
  expect(redriven).toEqual(["otklik-due-dead"]);
});

test("a function is run for the owner of the data directory alone, and only one that is deployed", async () => {
  const { address } = await localRoutes();
  const invoke = (functionName: string, owner: string) =>
    fetch(`${address}/local/invocations`, {
      method: "POST",
      headers: { "x-otklik-owner": owner },
      body: JSON.stringify({ functionName, event: { dryRun: true } }),
    });
  for (const owner of ["", "somebody", "owner2"]) expect((await invoke("otklik-republish", owner)).status).toBe(403);
  expect((await invoke("otklik-nothing", "owner")).status).toBe(404);
  const answer = await invoke("otklik-republish", "owner");
  expect(await answer.json()).toEqual({ functionName: "otklik-republish", event: { dryRun: true } });
});
