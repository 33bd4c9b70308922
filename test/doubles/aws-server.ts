import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { AwsService, AwsServiceName } from "../../local/aws/service.ts";

/** Serves one service over HTTP for the life of a test, so that the SDK's own client talks to it; answers the client's settings. */
export async function serveAws(service: AwsServiceName, handler: AwsService) {
  const server = createServer((request, response) => {
    const answer = async () => {
      const body = await buffer(request);
      const target = request.headers["x-amz-target"];
      const form = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
      const answered = await handler.handle({
        service,
        functionName: "tested",
        operation: typeof target === "string" ? (target.split(".").at(-1) ?? "") : (form["Action"] ?? ""),
        body,
        json: typeof target === "string" ? JSON.parse(body.toString("utf8")) : form,
        headers: request.headers,
      });
      response.writeHead(answered.status, answered.headers).end(answered.body);
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const { port }: AddressInfo = address;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: "local-1",
    credentials: { accessKeyId: "AKIALOCAL", secretAccessKey: "local" },
    maxAttempts: 1,
  };
}
