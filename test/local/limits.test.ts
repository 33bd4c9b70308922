import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { LARGEST_BODY_BYTES } from "../../local/http/limits.ts";
import { gatewayWith } from "./gateway-with.ts";

describe("what is too much", () => {
  test("a body over the cap is refused before it is sent, when declared", async () => {
    const { address, calls } = await gatewayWith();
    const request = httpRequest(`${address}/webhooks/vk`, {
      method: "POST",
      headers: { "content-length": LARGEST_BODY_BYTES + 1 },
    });
    request.on("error", () => {});
    request.flushHeaders();
    const [response] = await once(request, "response");
    request.destroy();
    expect([response.statusCode, calls]).toEqual([413, []]);
  });

  test("a body over the cap is refused while it comes, when not declared", async () => {
    const { address, calls } = await gatewayWith();
    const request = httpRequest(`${address}/webhooks/vk`, {
      method: "POST",
      headers: { "transfer-encoding": "chunked" },
    });
    request.on("error", () => {});
    request.write(Buffer.alloc(LARGEST_BODY_BYTES + 1));
    const [response] = await once(request, "response");
    request.destroy();
    expect([response.statusCode, calls]).toEqual([413, []]);
  });

  test("headers over the limit are refused", async () => {
    const { address } = await gatewayWith();
    expect((await fetch(`${address}/any`, { headers: { "x-long": "a".repeat(20_000) } })).status).toBe(431);
  });

  test("what is not HTTP is told so and cut off", async () => {
    const { address } = await gatewayWith();
    const socket = connect(Number(new URL(address).port), "127.0.0.1");
    socket.end("hello\r\n\r\n");
    const [chunk] = await once(socket, "data");
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

test("a port in use is one line that says what to do", async () => {
  const { address } = await gatewayWith();
  await expect(gatewayWith({ port: Number(new URL(address).port) })).rejects.toThrow(
    /^Port \d+ on 127\.0\.0\.1 is in use\. .*PORT/,
  );
});
