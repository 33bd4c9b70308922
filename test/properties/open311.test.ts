import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Value, xmlOf } from "../../functions/open311/document.ts";
import { complaintsOf } from "../fixtures/geo-report.ts";
import { openOpen311 } from "../fixtures/open311.ts";
import { isWellFormedXml } from "../fixtures/well-formed-xml.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("<&>\"'", "]]>", "\u0000", "\ud800", "\ufffe", "\u{10ffff}"),
);
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), tie("value"), { maxKeys: 3 }),
  ),
})).value;

test("whatever is said, its XML is well-formed", () => {
  fc.assert(
    fc.property(value, (said) => {
      expect(isWellFormedXml(xmlOf({ root: "requests", value: said }))).toBe(true);
    }),
  );
});

const name = fc.constantFrom(
  "api_key",
  "jurisdiction_id",
  "service_code",
  "lat",
  "long",
  "address_string",
  "address_id",
  "description",
  "email",
  "media_url",
  "attribute[depth]",
  "attribute[where][]",
);
const given = fc.oneof(
  text,
  fc.constantFrom("city-key", "pothole", "52.6", "39.5", "city.example", "http://a", "1e999"),
);
const path = fc.oneof(
  fc.constantFrom("requests", "services", "services/pothole", "requests/x", "tokens/x", "discovery"),
  fc.webPath(),
  text,
);
const query = fc.dictionary(
  fc.oneof(fc.constantFrom("service_request_id", "start_date", "end_date", "status", "jurisdiction_id"), text),
  fc.oneof(text, fc.constantFrom("open", "2026-03-02T09:00:00Z", "-271821-04-20T00:00:00Z", "9999-12-31T23:59:59Z")),
);

test("whatever is asked or posted, nothing fails, and the answer is what the specification has", async () => {
  const room = openOpen311();
  await fc.assert(
    fc.asyncProperty(
      path,
      query,
      fc.array(fc.tuple(name, given), { maxLength: 8 }),
      fc.option(fc.string({ maxLength: 250 }), { nil: undefined }),
      async (asked, parameters, pairs, key) => {
        const fields = new URLSearchParams();
        for (const [field, held] of pairs) fields.append(field, held);
        const headers = key === undefined ? {} : { "idempotency-key": key };
        const answers = [
          await room.get(`${asked}.xml`, parameters),
          await room.get(`${asked}.json`, parameters),
          await room.post(fields, headers, "requests.json"),
          await room.post(fields, headers, "requests.xml"),
        ];
        for (const { statusCode = 0, headers: said, body = "" } of answers) {
          expect(statusCode).toBeLessThan(500);
          if (String(said?.["content-type"]).startsWith("text/xml")) expect(isWellFormedXml(body)).toBe(true);
          else if (statusCode >= 400) expect(complaintsOf("errors", JSON.parse(body))).toEqual([]);
        }
      },
    ),
  );
});
