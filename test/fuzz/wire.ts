import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import * as fc from "fast-check";
import * as z from "zod/mini";
import { secrets } from "../../shared/contracts/secrets.ts";
import type { PlatformCall } from "../doubles/platforms/webhooks.ts";
import type { Edition } from "../e2e/edition.ts";
import comment from "../fixtures/vk/wall_reply_new.json" with { type: "json" };
import message from "../fixtures/vk/message_new.json" with { type: "json" };
import { callsUnder } from "./platform-calls.ts";
import { addressText, almost, almostJson, headerText, rawBytes } from "./values.ts";

interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What other platforms send, proved by the secrets of the first start. */
const platformRequests = ({ directory }: Edition): readonly PlatformCall[] => {
  const { ok, max } = secrets.parse(JSON.parse(readFileSync(join(directory, "secrets.json"), "utf8")));
  return callsUnder({ ok: ok[0]?.path ?? "", max: max[0]?.secret ?? "" });
};

const almostSent = ({ path, headers, body }: PlatformCall): fc.Arbitrary<WireRequest> =>
  fc.record({
    method: fc.constant("POST"),
    path: fc.constant(path),
    headers: fc.constant({ "content-type": "application/json", ...headers }),
    body: almostJson(almost(JSON.parse(body))),
  });

const request = (edition: Edition): fc.Arbitrary<WireRequest> => {
  const { groupId: group_id, secret } = edition.vk;
  const own = { group_id, secret };
  const open = { "content-type": "application/json", authorization: `Bearer ${edition.partnerKey}` };
  const staff = { "content-type": "application/json", authorization: `Bearer ${edition.token("operator")}` };
  const path = fc
    .tuple(fc.constantFrom("/", "/api/", "/local/", "/webhooks/vk/", "/webhooks/"), addressText)
    .map(([start, end]) => start + encodeURIComponent(end.slice(0, 500)));
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        method: fc.constant("POST"),
        path: fc.constant("/webhooks/vk"),
        headers: fc.constant({ "content-type": "application/json" }),
        body: almostJson(fc.constantFrom({ ...message, ...own }, { ...comment, ...own }).chain(almost)),
      }),
    },
    { weight: 4, arbitrary: fc.constantFrom(...platformRequests(edition)).chain(almostSent) },
    {
      weight: 4,
      arbitrary: fc.record({
        method: fc.constant("POST"),
        path: fc.constant("/signals"),
        headers: fc
          .tuple(fc.uuid(), fc.constantFrom("application/json", "text/plain", "image/png"))
          .map(([key, type]) => ({
            ...open,
            "idempotency-key": key,
            "content-type": type,
          })),
        body: fc.oneof(
          { weight: 5, arbitrary: almostJson(almost({ text: "Яма", place: { lat: 52.6, lon: 39.6 } })) },
          rawBytes,
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        method: fc.constant("GET"),
        path: addressText.map((value) => `/api/incidents?q=${encodeURIComponent(value.slice(0, 900))}&limit=2`),
        headers: fc.constant(staff),
        body: fc.constant(Buffer.alloc(0)),
      }),
    },
    fc.record({
      method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"),
      path,
      headers: fc.tuple(headerText, headerText).map(([a, b]) => ({ ...staff, cookie: a, "x-forwarded-for": b })),
      body: rawBytes,
    }),
  );
};

const statusOf = (url: string, { method, path, headers, body }: WireRequest): Promise<number> =>
  new Promise((resolve, reject) => {
    const length = { "content-length": body.length };
    // A connection each: the edition closes those that were quiet while this process was busy.
    httpRequest(url + path, { method, agent: false, headers: { ...headers, ...length } }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    })
      .on("error", reject)
      .end(body);
  });

/** Bytes that need not be HTTP, straight into the socket; the answer's status, or 0 when it was only cut off. */
const rawStatus = (url: string, bytes: Buffer): Promise<number> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let heard = "";
    socket.on("data", (chunk) => (heard += chunk.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0)));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.end(bytes);
  });

const rawRequest = fc.oneof(
  rawBytes,
  fc
    .tuple(fc.constantFrom("GET", "POST", "ПОСТ", "", "GET GET"), headerText, headerText, rawBytes)
    .map(([method, target, header, body]) =>
      Buffer.concat([Buffer.from(`${method} /${target} HTTP/1.1\r\nhost: x\r\n${header}\r\n\r\n`, "latin1"), body]),
    ),
  fc
    .constantFrom("-1", "99999999999999999999", "0x10", "1e3", "5, 5", "")
    .map((length) => Buffer.from(`POST /signals HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\nhello`)),
  fc
    .constantFrom("zz\r\n", "ffffffffffffffff\r\n", "5\r\nhell", "0\r\n\r\nGET / HTTP/1.1\r\n\r\n")
    .map((chunk) => Buffer.from(`POST /signals HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`)),
);

const letters = z.object({ queues: z.array(z.object({ queue: z.string(), count: z.number() })) });

/** Sends so many requests and torn connections to a running edition, and looks at what became of them. */
export const fuzzEdition = async (edition: Edition, seed: number, count: number): Promise<void> => {
  const runs = { seed, numRuns: count };
  await fc.assert(
    fc.asyncProperty(request(edition), async (each) => {
      const status = await statusOf(edition.url, each);
      if (status >= 500) throw new Error(`answered ${status}`);
    }),
    runs,
  );
  await fc.assert(
    fc.asyncProperty(rawRequest, async (bytes) => {
      const status = await rawStatus(edition.url, bytes);
      if (status >= 500) throw new Error(`answered ${status}`);
    }),
    runs,
  );
  await edition.advance({ advance: "PT1M" });
  const answer = await fetch(`${edition.url}/local/dead-letters`);
  const dead = letters.parse(await answer.json()).queues.filter((queue) => queue.count > 0);
  if (dead.length > 0) throw new Error(`What was accepted died in ${JSON.stringify(dead)} (seed ${seed}).`);
};
