import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod/mini";
import { openLogFile } from "../../local/log/log-file.ts";
import { gatewayWith } from "./gateway-with.ts";

const line = z.strictObject({
  at: z.iso.datetime(),
  requestId: z.uuid(),
  route: z.string(),
  status: z.int(),
  milliseconds: z.number(),
  bytes: z.int(),
  source: z.string(),
  cut: z.optional(z.boolean()),
});

const routes = [
  { key: "POST /webhooks/{channel}/{path}", functionName: "door" },
  { key: "GET /api/incidents", functionName: "desk" },
];

const linesOf = (logged: readonly string[], count: number) =>
  vi.waitFor(() => {
    expect(logged).toHaveLength(count);
    return logged.map((each) => line.parse(JSON.parse(each)));
  });

test("each request is one line that tells what it was and nothing of what it said", async () => {
  const { address, logged, calls } = await gatewayWith({ routes, trustedProxies: 1 });
  const headers = { authorization: "Bearer canary-token", "x-forwarded-for": "203.0.113.7", cookie: "canary-cookie" };
  await fetch(`${address}/webhooks/ok/canary-path?k=canary-query`, { method: "POST", headers, body: "canary-body" });
  await fetch(`${address}/api/incidents?q=canary-search`, { headers });
  await fetch(`${address}/canary-nowhere`, { headers });
  await fetch(`${address}/local/canary-local`, { headers });
  const lines = await linesOf(logged, 4);

  expect(lines.map(({ route, status }) => [route, status])).toEqual([
    ["POST /webhooks/{channel}/{path}", 200],
    ["GET /api/incidents", 200],
    ["none", 404],
    ["none", 200],
  ]);
  expect(calls[0]?.event).toMatchObject({ requestContext: { requestId: lines[0]?.requestId } });
  expect(lines[0]?.bytes).toBe(JSON.stringify({ route: "door" }).length);
  expect(logged.join("\n")).not.toMatch(/canary|203\.0\.113/);
});

test("one address has one mark while Otklik runs, and no address can be read from it", async () => {
  const { address, logged } = await gatewayWith({ routes, trustedProxies: 1 });
  for (const from of ["203.0.113.7", "203.0.113.7", "203.0.113.8"])
    await fetch(`${address}/api/incidents`, { headers: { "x-forwarded-for": from } });
  const [first, again, other] = await linesOf(logged, 3);
  expect(again?.source).toBe(first?.source);
  expect(other?.source).not.toBe(first?.source);
});

test("what is not HTTP, and who hangs up, are lines too", async () => {
  const { address, logged } = await gatewayWith({ routes });
  const socket = connect(Number(new URL(address).port), "127.0.0.1");
  socket.resume().end("canary\r\n\r\n");
  await once(socket, "close");
  const request = httpRequest(`${address}/webhooks/ok/x`, { method: "POST", headers: { "content-length": 10 } });
  request.on("error", () => {});
  request.write("half", () => request.destroy());
  const lines = await linesOf(logged, 2);
  expect(lines.map(({ route, status, cut }) => [route, status, cut])).toEqual([
    ["unreadable", 400, undefined],
    ["POST /webhooks/{channel}/{path}", expect.any(Number), true],
  ]);
});

test("the file is its owner's alone and never grows beyond its rotation", async () => {
  const directory = mkdtempSync(join(tmpdir(), "otklik-access-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = openLogFile(directory, "access", 1_000);
  for (let number = 0; number < 100; number += 1) {
    file.write(`${number} ${"x".repeat(90)}`);
    await file.flushed();
  }
  const kept = readdirSync(directory).toSorted();
  expect(kept).toEqual(["access.1.log", "access.2.log", "access.3.log", "access.4.log", "access.5.log", "access.log"]);
  for (const name of kept) expect(statSync(join(directory, name)).size).toBeLessThanOrEqual(1_000);
  expect(statSync(join(directory, "access.log")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(directory, "access.log"), "utf8")).toContain("99 x");
});
