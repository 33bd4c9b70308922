import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { LARGEST_BODY_BYTES } from "../../local/http/limits.ts";
import { gatewayWith } from "./gateway-with.ts";

/** A connection of a client that need not be kind; `heard` is all it was told by the time it was cut off. */
function clientOf(address: string) {
  const socket: Socket = connect(Number(new URL(address).port), "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk) => (heard += chunk.toString("latin1")));
  socket.on("error", () => {});
  onTestFinished(() => void socket.destroy());
  const closed = new Promise((resolve) => socket.on("close", resolve));
  return { socket, say: (text: string) => socket.write(text), heard: () => heard, end: () => closed.then(() => heard) };
}

const statuses = (heard: string) => [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
const HEAD = "POST /webhooks/vk HTTP/1.1\r\nhost: x\r\n";

/** Time limits a test can wait for; the usual ones are those of `limits.ts`. */
const hasty = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 };

describe("a client that is slow", () => {
  test("with its headers, a byte now and then, is told so and cut off", async () => {
    const { address, calls } = await gatewayWith({ limits: hasty });
    const client = clientOf(address);
    client.say("POST /webhooks/vk HTTP/1.1\r\n");
    const dripping = setInterval(() => client.say("x"), 20);
    onTestFinished(() => clearInterval(dripping));
    expect([statuses(await client.end()), calls]).toEqual([[408], []]);
  });

  test("with its body is told so and cut off, and no function is called", async () => {
    const { address, calls } = await gatewayWith({ limits: hasty });
    const client = clientOf(address);
    client.say(`${HEAD}content-length: 1000\r\n\r\n{`);
    const dripping = setInterval(() => client.say(" "), 20);
    onTestFinished(() => clearInterval(dripping));
    expect([statuses(await client.end()), calls]).toEqual([[408], []]);
  });

  test("does not keep others waiting, however many such there are", async () => {
    const { address } = await gatewayWith();
    for (let number = 0; number < 200; number += 1) clientOf(address).say(`${HEAD}content-length: 10\r\n\r\n{`);
    const from = performance.now();
    expect((await fetch(`${address}/any`)).status).toBe(200);
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});

describe("a client that lies", () => {
  test.each([
    ["a length that is no number", `${HEAD}content-length: -1\r\n\r\n`, 400],
    ["an absurd length", `${HEAD}content-length: 99999999999999999999\r\n\r\n`, 400],
    ["a length over the cap", `${HEAD}content-length: ${LARGEST_BODY_BYTES + 1}\r\n\r\n`, 413],
    ["two lengths", `${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, 400],
    ["a length and chunks", `${HEAD}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ["a chunk that is no number", `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`, 400],
    ["an endless chunk extension", `${HEAD}transfer-encoding: chunked\r\n\r\n1;${"x".repeat(100_000)}\r\n`, 413],
    ["a method of its own", "STEAL / HTTP/1.1\r\nhost: x\r\n\r\n", 400],
    ["a header without end", `${HEAD}x: ${"a".repeat(20_000)}`, 431],
    ["many headers", `${HEAD}${Array.from({ length: 3_000 }, (_, n) => `h${n}: 1\r\n`).join("")}\r\n`, 431],
    ["no host", "POST /webhooks/vk HTTP/1.1\r\n\r\n", 400],
  ])("with %s is refused, and no function is called", async (_what, request, status) => {
    const { address, calls } = await gatewayWith();
    const client = clientOf(address);
    client.socket.end(request);
    const heard = await client.end();
    expect([statuses(heard)[0], calls]).toEqual([status, []]);
  });

  test("about its chunks is refused at the cap, long before its end", async () => {
    const { address, calls } = await gatewayWith();
    const client = clientOf(address);
    client.say(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
    const chunk = `100000\r\n${"x".repeat(0x100000)}\r\n`;
    for (let sent = 0; statuses(client.heard()).length === 0; sent += 1) {
      expect(sent).toBeLessThan(30);
      if (!client.say(chunk)) await Promise.race([once(client.socket, "drain"), once(client.socket, "data")]);
    }
    expect([statuses(client.heard()), calls]).toEqual([[413], []]);
  });
});

test("requests that come all at once on one connection are answered in their order", async () => {
  const { address, calls } = await gatewayWith();
  const client = clientOf(address);
  const get = (id: number) => `GET /api/incidents/${id} HTTP/1.1\r\nhost: x\r\n\r\n`;
  client.socket.end(Array.from({ length: 50 }, (_, id) => get(id)).join(""));
  expect(statuses(await client.end())).toEqual(Array.from({ length: 50 }, () => 200));
  expect(calls.map(({ event }) => event["rawPath"])).toEqual(
    Array.from({ length: 50 }, (_, id) => `/api/incidents/${id}`),
  );
});

test("connections beyond the most are closed, and those that are there go on", async () => {
  const { address } = await gatewayWith({ limits: { maxConnections: 20 } });
  const kept = Array.from({ length: 20 }, () => clientOf(address));
  await Promise.all(kept.map(({ socket }) => once(socket, "connect")));
  const turnedAway = clientOf(address);
  expect(await turnedAway.end()).toBe("");
  kept[0]?.socket.end("GET /any HTTP/1.1\r\nhost: x\r\n\r\n");
  expect(statuses((await kept[0]?.end()) ?? "")).toEqual([200]);
});
