import * as fc from "fast-check";
import { SECOND } from "../../shared/domain/time/instant.ts";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { apiRequest } from "../fixtures/api.ts";
import { filledIn, openForm, tokenIn } from "../fixtures/form-page.ts";
import { askingCentre, openOpen311, report } from "../fixtures/open311.ts";
import { addressText, headerText, rawBytes } from "./values.ts";

type CallOf<Calls> = Calls extends fc.Arbitrary<infer Call> ? Call : never;
type Strings = Readonly<Record<string, string>>;

/** Fields almost as they should be: some are left out, some hold anything, and some have a name that nobody knows. */
const almostFields = (sample: Strings): fc.Arbitrary<string> => {
  const field = fc
    .constantFrom(...Object.entries(sample))
    .chain(([name, value]) =>
      fc.tuple(
        fc.oneof({ weight: 12, arbitrary: fc.constant(name) }, addressText),
        fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, addressText),
      ),
    );
  return fc
    .tuple(
      fc.oneof(fc.constant(Object.entries(sample)), fc.subarray(Object.entries(sample))),
      fc.oneof(fc.constant([]), fc.array(field, { maxLength: 3 })),
    )
    .map(([kept, changed]) => {
      const fields = new URLSearchParams();
      for (const [name, value] of [...kept, ...changed]) fields.append(name, value);
      return fields.toString();
    });
};

const bodyOf = (sample: Strings) =>
  fc.oneof(
    { weight: 8, arbitrary: almostFields(sample) },
    { weight: 1, arbitrary: rawBytes.map((bytes) => bytes.toString("latin1")) },
  );

const headers = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ "content-type": "application/x-www-form-urlencoded" }) },
  fc.record({ "content-type": headerText, "accept-language": headerText, "idempotency-key": headerText }),
);

const reported: Strings = {
  ...report,
  lat: "52.6",
  long: "39.57",
  email: "a@example.org",
  first_name: "Пример",
  "attribute[depth]": "12",
  "attribute[where][]": "road",
};

export const open311Call = fc.record({
  method: fc.constantFrom("GET", "POST", "POST"),
  proxy: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom("requests.json", "requests.xml", "requests.json", "services.json") },
    { weight: 2, arbitrary: addressText.map((id) => `requests/${id}.json`) },
    addressText,
  ),
  query: fc.dictionary(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom("jurisdiction_id", "status", "start_date", "end_date", "service_code") },
      { weight: 1, arbitrary: addressText },
    ),
    fc.oneof(addressText, fc.constantFrom("city.example", "open", "2026-03-02T09:00:00Z", "pothole,gas-leak", "")),
    { maxKeys: 3 },
  ),
  body: bodyOf(reported),
  headers,
});

export const formCall = fc.record({
  method: fc.constantFrom("GET", "POST", "POST", "POST"),
  query: fc.dictionary(fc.constantFrom("centre", "lang", "page"), addressText, { maxKeys: 1 }),
  body: bodyOf({ ...filledIn, name: "Пример", contact: "a@example.org", lat: "52.6", lon: "39.6" }),
  marked: fc.integer({ min: 0, max: 9 }).map((each) => each > 0),
  headers,
});

/** Nothing fails, and what was refused is not kept. */
const checkAnswer = ({ statusCode = 200, body }: HttpAnswer, queued: number): void => {
  if (statusCode >= 500) throw new Error(`answered ${statusCode}: ${body}`);
  if (queued > (statusCode < 300 ? 1 : 0)) throw new Error(`answered ${statusCode} and queued ${queued}`);
};

/** What anybody may open: the form, and the interface for applications of other makers. */
export const openPublicRoom = () => {
  const open311 = openOpen311({ centre: askingCentre() });
  const form = openForm();
  return {
    report: async ({ method, proxy, query, body, headers: given }: CallOf<typeof open311Call>) => {
      open311.clock.advance(SECOND);
      const before = open311.signals.sent.length;
      const answer = await open311.answer({
        routeKey: `${method} /open311/v2/{proxy+}`,
        pathParameters: { proxy },
        queryStringParameters: query,
        headers: given,
        isBase64Encoded: false,
        ...(method === "GET" ? {} : { body }),
      });
      checkAnswer(answer, open311.signals.sent.length - before);
      await open311.register();
    },
    write: async ({ method, query, body, marked, headers: given }: CallOf<typeof formCall>) => {
      form.clock.advance(SECOND);
      const before = form.signals.sent.length;
      const token = marked ? encodeURIComponent(tokenIn(await form.get())) : "";
      const answer = await form.answer({
        ...apiRequest(`${method} /form`, { query: { centre: "fixture", ...query } }),
        headers: given,
        ...(method === "GET" ? {} : { body: `token=${token}&${body}` }),
      });
      checkAnswer(answer, form.signals.sent.length - before);
    },
  };
};
