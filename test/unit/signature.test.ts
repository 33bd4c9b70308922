import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { SignatureV4 } from "../../shared/platform/lambda-signature.ts";
import { signedHeaders } from "../../shared/platform/signature.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const temporary = { ...credentials, sessionToken: "session" };

it.each([
  ["GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  ["POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
])("signs a %s as AWS's own test suite has it", (method, signature) => {
  const { authorization } = signedHeaders({
    service: "service",
    method,
    path: "/",
    region: "us-east-1",
    credentials,
    headers: { host: "example.amazonaws.com" },
    body: "",
    at: new Date("2015-08-30T12:36:00Z"),
  });
  expect(authorization).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  );
});

const sent = z.looseObject({
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.union([z.string(), z.instanceof(Uint8Array)]),
});
type Sent = z.infer<typeof sent>;

/** A call as the SDK's own signer leaves it. */
const signedBySdk = async (call: (settings: object) => Promise<unknown>): Promise<Sent> => {
  const requests: Sent[] = [];
  const requestHandler = {
    handle: async (request: unknown) => {
      requests.push(sent.parse(request));
      throw new Error("No network here.");
    },
  };
  const settings = { requestHandler, region: "eu-central-1", credentials: temporary, maxAttempts: 1 };
  await expect(call(settings)).rejects.toThrow("No network here.");
  return sent.parse(requests[0]);
};

const instantOf = (stamp: string): Date => new Date(stamp.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));

it.each([
  [
    "sqs",
    (settings: object) =>
      new SQSClient(settings).send(new SendMessageCommand({ QueueUrl: "http://q/1/q", MessageBody: "Яма" })),
  ],
  [
    "bedrock",
    (settings: object) =>
      new BedrockRuntimeClient(settings).send(new ConverseCommand({ modelId: "a.model-v1:0", messages: [] })),
  ],
])("signs what is sent to %s as the SDK signs it", async (service, call) => {
  const { headers, path, body } = await signedBySdk(call);
  const { authorization = "", "x-amz-date": stamp = "" } = headers;
  const names = /SignedHeaders=([^,]+),/.exec(authorization)?.[1]?.split(";") ?? [];
  const ours = signedHeaders({
    service,
    path,
    region: "eu-central-1",
    credentials: temporary,
    headers: Object.fromEntries(names.map((name) => [name, headers[name] ?? ""])),
    body,
    at: instantOf(stamp),
  });
  expect(ours["authorization"]).toBe(authorization);
});

it("signs the host, the content's type and AWS's own headers of a function's call, once more when it is repeated", async () => {
  const signer = new SignatureV4({ credentials: async () => credentials, region: "eu-central-1", service: "sqs" });
  const headers: Record<string, string> = {
    host: "h",
    "content-type": "json",
    "x-amz-target": "t",
    "content-length": "2",
  };
  const request = { method: "POST", path: "/", headers, body: "{}" };
  const at = new Date("2026-03-10T09:00:00Z");
  const sign = async (signingDate: Date) => ({ ...(await signer.sign(request, { signingDate })).headers });
  const first = await sign(at);
  expect(first["authorization"]).toContain("SignedHeaders=content-type;host;x-amz-date;x-amz-target, ");
  expect(await sign(at)).toEqual(first);
  expect((await sign(new Date(at.getTime() + 1_000)))["authorization"]).not.toBe(first["authorization"]);
});
