import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as fc from "fast-check";
import { roles } from "../../shared/contracts/api.ts";
import { apiRequest } from "../fixtures/api.ts";
import comment from "../fixtures/vk/wall_reply_new.json" with { type: "json" };
import bare from "../fixtures/vk/message_new-bare.json" with { type: "json" };
import chat from "../fixtures/vk/message_new-chat.json" with { type: "json" };
import message from "../fixtures/vk/message_new.json" with { type: "json" };
import { platformCalls, vkCalls } from "./platform-calls.ts";
import { addressText, almost, almostJson, anyValue, headerText, rawBytes } from "./values.ts";

export type IntakeRequest = Pick<
  APIGatewayProxyEventV2,
  "routeKey" | "headers" | "pathParameters" | "body" | "isBase64Encoded"
>;

/** A body as a gateway hands it on: text, or base64; now and then the flag is wrong. */
const handedOn = (bytes: fc.Arbitrary<Buffer>): fc.Arbitrary<{ body: string; isBase64Encoded: boolean }> =>
  fc.tuple(bytes, fc.boolean(), fc.integer({ min: 0, max: 19 })).map(([given, encoded, flip]) => ({
    body: given.toString(encoded ? "base64" : "utf8"),
    isBase64Encoded: flip === 0 ? !encoded : encoded,
  }));

const vkSamples: readonly unknown[] = [message, bare, chat, comment, ...vkCalls.map(({ body }) => JSON.parse(body))];
const vkBody = fc.oneof(
  { weight: 5, arbitrary: almostJson(fc.constantFrom(...vkSamples).chain(almost)) },
  { weight: 1, arbitrary: almostJson(anyValue) },
  { weight: 1, arbitrary: rawBytes },
);

const vk = fc
  .record({ handed: handedOn(vkBody), channel: fc.oneof({ weight: 20, arbitrary: fc.constant("vk") }, addressText) })
  .map(
    ({ handed, channel }): IntakeRequest => ({
      routeKey: "POST /webhooks/{channel}",
      headers: {},
      pathParameters: { channel },
      ...handed,
    }),
  );

/** A call of a platform that proves itself by its address or a header, almost as it sends them, or anything else. */
const platform = fc
  .record({
    call: fc.constantFrom(...platformCalls),
    proved: fc.integer({ min: 0, max: 9 }).map((each) => each > 0),
  })
  .chain(({ call, proved }) =>
    fc
      .record({
        handed: handedOn(
          fc.oneof(
            { weight: 6, arbitrary: almostJson(almost(JSON.parse(call.body))) },
            { weight: 1, arbitrary: almostJson(anyValue) },
            { weight: 1, arbitrary: rawBytes },
          ),
        ),
        wrong: headerText,
      })
      .map(({ handed, wrong }): IntakeRequest => {
        const [channel = "", path] = call.path.replace("/webhooks/", "").split("/");
        return {
          routeKey: `POST /webhooks/{channel}${path === undefined ? "" : "/{path}"}`,
          headers: proved ? call.headers : Object.fromEntries(Object.keys(call.headers).map((name) => [name, wrong])),
          pathParameters: { channel, ...(path === undefined ? {} : { path: proved ? path : wrong }) },
          ...handed,
        };
      }),
  );

const signal = {
  text: "Не горит фонарь у школы",
  externalId: "portal-1",
  author: { name: "Пример", contact: "+7 000 000-00-00" },
  place: { lat: 52.6, lon: 39.6, address: "Зелёная, 5" },
  page: "portal",
  sentAt: "2026-03-02T09:00:00+03:00",
};
const partnerKey = fc.oneof(
  { weight: 10, arbitrary: fc.constant("Bearer portal-key") },
  { weight: 3, arbitrary: fc.constant("Bearer second-key") },
  headerText,
);
const form = fc
  .record({
    handed: handedOn(
      fc.oneof({ weight: 6, arbitrary: almostJson(almost(signal)) }, { weight: 1, arbitrary: rawBytes }),
    ),
    authorization: partnerKey,
    key: fc.oneof({ weight: 6, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.constant("same") }, headerText),
  })
  .map(
    ({ handed, authorization, key }): IntakeRequest => ({
      routeKey: "POST /signals",
      headers: { authorization, "idempotency-key": key },
      ...handed,
    }),
  );

export const intakeRequest: fc.Arbitrary<IntakeRequest> = fc.oneof(
  { weight: 5, arbitrary: vk },
  { weight: 6, arbitrary: platform },
  { weight: 4, arbitrary: form },
);

const query = fc.dictionary(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom("state", "topic", "group", "territory", "authority", "stage", "q", "limit", "cursor"),
    },
    addressText,
  ),
  fc.oneof(
    addressText,
    fc.constantFrom("new", "breached", "0", "-1", "1e3", "0x10", "Infinity", "", "MTc3MjQ0MjAwMDAwMCNh", "MA"),
  ),
  { maxKeys: 4 },
);
const claims = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...roles).map((role) => ({
      sub: "1",
      "custom:role": role,
      "custom:centre": "fixture",
      "custom:authority": "road-service",
    })),
  },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom("sub", "custom:role", "custom:centre"), addressText) },
);
const commandBody = fc.oneof(
  almost({ authority: "administration", why: "Их участок" }),
  almost({ text: "Мастер придёт завтра." }),
  almost({ why: "Повтор" }),
);

/** @param ids Incidents that are there. */
export const apiAsking = (ids: readonly string[]): fc.Arbitrary<APIGatewayProxyEventV2> =>
  fc
    .record({
      routeKey: fc.constantFrom(
        "GET /api/incidents",
        "GET /api/incidents/{id}",
        "POST /api/incidents/{id}/{command}",
        "POST /api/incidents/{id}/{command}",
        "GET /api/openapi.json",
      ),
      as: claims,
      query,
      id: fc.oneof({ weight: 4, arbitrary: fc.constantFrom("none", ...ids) }, addressText),
      command: fc.oneof({ weight: 6, arbitrary: fc.constantFrom("assign", "answer", "close") }, addressText),
      ifMatch: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('"1"', '"2"', "1", 'W/"1"', '"3"') }, headerText),
      handed: handedOn(fc.oneof({ weight: 6, arbitrary: almostJson(commandBody) }, { weight: 1, arbitrary: rawBytes })),
    })
    .map(({ routeKey, as, query: asked, id, command, ifMatch, handed }) => ({
      ...apiRequest(routeKey, { as, query: asked, path: { id, command }, ifMatch }),
      ...handed,
    }));
