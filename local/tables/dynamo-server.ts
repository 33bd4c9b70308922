import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { type Credentials, signedHeaders } from "./signature.ts";

export type DynamoTarget = "DynamoDB_20120810" | "DynamoDBStreams_20120810";

interface DynamoAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** Speaks the DynamoDB API to a server: the embedded one, or a compatible one elsewhere. */
export interface DynamoServer {
  send(target: DynamoTarget, operation: string, body: Buffer): Promise<DynamoAnswer>;
  close(): void;
}

export interface ServerAddress {
  readonly url: URL;
  readonly region: string;
  readonly credentials: Credentials;
  /** The embedded server wants a signature's shape only; computing it would cost each request. */
  readonly signed: boolean;
  /** Resolves when the server can be asked, where it may be away for a moment. */
  readonly ready?: () => Promise<void>;
}

/** Rejects when the connection fails; an error that the server answers is an answer. */
export function connectDynamo({ url, region, credentials, signed, ready }: ServerAddress): DynamoServer {
  const secure = url.protocol === "https:";
  const settings = { keepAlive: true, maxSockets: 64 };
  const agent = secure ? new SecureAgent(settings) : new PlainAgent(settings);
  const request = secure ? secureRequest : plainRequest;
  const { hostname, port, pathname: path } = url;
  const destination = { agent, method: "POST", hostname: hostname.replace(/^\[|\]$/g, ""), port, path };
  const unsigned = {
    "x-amz-date": "20200101T000000Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=runner/20200101/local-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
  };
  return {
    send: async (target, operation, body) => {
      await ready?.();
      return new Promise((resolve, reject) => {
        const headers = {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": `${target}.${operation}`,
          host: url.host,
        };
        const signature = signed
          ? signedHeaders({ url, region, credentials, headers, body, at: new Date() })
          : unsigned;
        const outgoing = request({
          ...destination,
          headers: { ...headers, ...signature, "content-length": body.length },
        });
        outgoing.on("error", reject);
        outgoing.on("response", (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 500,
              contentType: response.headers["content-type"] ?? "application/x-amz-json-1.0",
              body: Buffer.concat(chunks),
            }),
          );
        });
        outgoing.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}
