import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod/mini";
import { invokeHere, invokeOnAws } from "../../local/commands/invoke-function.ts";
import { StartFailure } from "../../local/start-failure.ts";
import { dataDirectory } from "../e2e/edition.ts";

const address = z.object({ port: z.int() });

interface Asked {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A server that answers as Lambda's API does. */
const lambda = async (status: number, headers: Readonly<Record<string, string>>, answer: unknown) => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const reply = async (): Promise<void> => {
      const body = await text(request);
      asked.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization, body });
      response.writeHead(status, headers).end(JSON.stringify(answer));
    };
    reply().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", `http://127.0.0.1:${address.parse(server.address()).port}`);
  vi.stubEnv("AWS_REGION", "eu-north-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  return asked;
};

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a command that runs a function", () => {
  test("asks Lambda with the operator's own credentials, for the service and region it is in", async () => {
    const asked = await lambda(200, {}, { read: 3 });
    expect(await invokeOnAws("otklik-republish", { dryRun: true })).toEqual({ read: 3 });
    expect(asked).toMatchObject([
      { line: "POST /2015-03-31/functions/otklik-republish/invocations", body: '{"dryRun":true}' },
    ]);
    expect(asked[0]?.authorization).toMatch(/Credential=AKIDEXAMPLE\/\d{8}\/eu-north-1\/lambda\/aws4_request, /);
  });

  test.each([
    [
      "the function threw",
      200,
      { "x-amz-function-error": "Unhandled" },
      { errorMessage: "The bus did not take 3 events." },
      "did not take 3",
    ],
    [
      "the credentials may not",
      403,
      {},
      { Message: "not authorized to perform: lambda:InvokeFunction" },
      "not authorized",
    ],
    ["it is not deployed", 404, {}, { Message: "Function not found" }, "not found"],
  ])("says in one line that %s", async (_, status, headers, answer, said) => {
    await lambda(status, headers, answer);
    const failure = expect(invokeOnAws("otklik-republish", {})).rejects;
    await failure.toThrow(StartFailure);
    await expect(invokeOnAws("otklik-republish", {})).rejects.toThrow(said);
  });

  test("says in one line that no edition runs here", async () => {
    const data = dataDirectory();
    onTestFinished(() => data.remove());
    vi.stubEnv("DATA_DIR", data.path);
    await expect(invokeHere("otklik-republish", {})).rejects.toThrow(/No Otklik runs/);
  });
});
