import * as z from "zod/mini";
import type { Journal } from "../bus/journal.ts";
import type { Advance, Advanced } from "../clock/advance.ts";
import { parseDuration } from "../clock/duration.ts";
import type { MetricReader, VirtualClock } from "../ports.ts";
import { type BackupRoute, backupRoute } from "./backup-route.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { eraseLettersRoute } from "./erase-letters-route.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { type InvocationRoute, invocationRoute } from "./invocation-route.ts";
import type { LocalRequest } from "./local-request.ts";
import { parsedJson } from "./parsed-json.ts";
import { type FieldError, notFound, problem, withHeaders } from "./problem.ts";
import { runnerFigures } from "./runner-figures.ts";

export interface LocalParts {
  readonly clock: VirtualClock;
  /** Moves the clock through everything due on the way; resolves when all is drained. */
  advance(move: Advance): Promise<Advanced>;
  /** Takes a line for the one who runs it. */
  readonly say: (line: string) => void;
  readonly journal: Journal;
  readonly metrics: MetricReader;
  /** What the functions' roles grant and who has used it. */
  readonly grants: () => unknown;
  readonly deadLetters: DeadLetters;
  readonly backup: BackupRoute;
  readonly invocation: InvocationRoute;
  /** The page of dashboards. */
  page(request: PageRequest): Promise<HttpAnswer>;
}

export interface PageRequest {
  readonly query: URLSearchParams;
  /** The fields of a form that was sent, or nothing when the page was only asked for. */
  readonly form: URLSearchParams | undefined;
}

export const isLocalPath = (path: string): boolean => path === "/" || path === "/local" || path.startsWith("/local/");

const paths = [
  "/",
  "/local/events",
  "/local/metrics",
  "/local/clock",
  "/local/dead-letters",
  "/local/dead-letters/erase",
  "/local/dead-letters/redrive",
  "/local/invocations",
];

/** What the access log calls a request to the extras. */
export const localRouteKey = (method: string | undefined, path: string): string =>
  paths.includes(path) ? `${method} ${path}` : "none";

/** The one-machine extras. Who may ask has been settled before. */
export function createLocalRoutes(parts: LocalParts): (request: LocalRequest) => Promise<HttpAnswer> {
  const routes: Readonly<Record<string, Readonly<Record<string, (request: LocalRequest) => Promise<HttpAnswer>>>>> = {
    "/": {
      GET: ({ query }) => parts.page({ query, form: undefined }),
      POST: ({ query, body }) => parts.page({ query, form: new URLSearchParams(body.toString("utf8")) }),
    },
    "/local/events": { GET: (request) => events(parts, request.query) },
    "/local/metrics": {
      GET: async () => json(200, { ...runnerFigures(parts.metrics.totals()), grants: parts.grants() }),
    },
    "/local/clock": { GET: async () => clockAnswer(parts.clock), POST: (request) => moveClock(parts, request.body) },
    "/local/dead-letters": { GET: async () => json(200, { queues: await parts.deadLetters.list() }) },
    "/local/backup": { POST: (request) => backupRoute(parts.backup, request) },
    "/local/invocations": { POST: (request) => invocationRoute(parts.invocation, request) },
    "/local/dead-letters/erase": {
      POST: (request) => eraseLettersRoute(parts.deadLetters, parts.invocation.ownerKey, request),
    },
    "/local/dead-letters/redrive": { POST: (request) => redrive(parts, request.body) },
  };
  return async (request) => {
    const route = routes[request.path];
    if (route === undefined) return notFound(request.path);
    const method = request.request.method === "HEAD" ? "GET" : (request.request.method ?? "GET");
    const serve = route[method];
    if (serve !== undefined) return serve(request);
    const allow = Object.keys(route).join(", ");
    return withHeaders(problem(405, "Method not allowed", `${request.path} answers ${allow}.`), { allow });
  };
}

const eventsQuery = z.strictObject({
  type: z.optional(z.string()),
  after: z.optional(z.string()),
  limit: z.optional(
    z.coerce.number("must be a whole number from 1 to 10000").check(z.int(), z.minimum(1), z.maximum(10_000)),
  ),
});

async function events({ journal }: LocalParts, query: URLSearchParams): Promise<HttpAnswer> {
  const given = Object.fromEntries([...query].filter(([, value]) => value !== ""));
  const parsed = eventsQuery.safeParse(given);
  if (!parsed.success) return invalid(400, fieldErrors(parsed.error, "/query"));
  const { type, after, limit } = parsed.data;
  const page = journal.list({
    ...(type !== undefined && { type }),
    ...(after !== undefined && { after }),
    ...(limit !== undefined && { limit }),
  });
  if (page === undefined)
    return invalid(400, [
      { pointer: "/query/after", detail: "must be the id of an event of the journal, or an instant" },
    ]);
  return json(200, page);
}

const duration = z
  .string("must be a duration as PT15M")
  .check(
    z.refine(
      (text) => parseDuration(text) !== undefined,
      "must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, as PT15M",
    ),
  );
const instant = z.iso.datetime({ offset: true, error: "must be an ISO 8601 instant, as 2026-03-02T09:00:00+03:00" });
const MOVE = 'must be JSON, as {"advance": "PT4H"} or {"to": "2026-03-02T09:00:00+03:00", "step": "PT15M"}';
const clockBody = z.strictObject(
  { advance: z.optional(duration), to: z.optional(instant), step: z.optional(duration) },
  { error: ({ code }) => (code === "invalid_type" ? MOVE : undefined) },
);
const LONGEST_ADVANCE = 366 * 24 * 3_600_000;

async function moveClock(parts: LocalParts, body: Buffer): Promise<HttpAnswer> {
  const parsed = clockBody.safeParse(parsedJson(body));
  if (!parsed.success) return invalid(400, fieldErrors(parsed.error));
  const { advance, to, step } = parsed.data;
  if ((advance === undefined) === (to === undefined)) {
    return invalid(400, [
      { pointer: advance === undefined ? "/advance" : "/to", detail: "give exactly one of advance and to" },
    ]);
  }
  const by = parseDuration(advance ?? "");
  const target = by === undefined ? { to: Date.parse(to ?? "") } : { by };
  const pointer = by === undefined ? "/to" : "/advance";
  const now = parts.clock.now();
  const length = "by" in target ? target.by : target.to - now;
  if (length < 0) return behind(parts.clock);
  if (length > LONGEST_ADVANCE) return invalid(422, [{ pointer, detail: "must be at most 366 days away" }]);
  const stride = step === undefined ? undefined : parseDuration(step);
  if (stride !== undefined && stride < 1000)
    return invalid(422, [{ pointer: "/step", detail: "must be at least PT1S" }]);
  if (!parts.clock.virtual) {
    parts.say(
      "The clock was moved by POST /local/clock: this data directory lives in virtual time from now on, for good. It stands still between moves, so deadlines pass only when it is moved.",
    );
  }
  const advanced = await parts.advance({ ...target, ...(stride !== undefined && { step: stride }) });
  return advanced === "behind" ? behind(parts.clock) : clockAnswer(parts.clock);
}

const behind = (clock: VirtualClock): HttpAnswer => {
  const standsAt = new Date(clock.now()).toISOString();
  return invalid(422, [{ pointer: "/to", detail: `the clock stands at ${standsAt} and does not go back` }]);
};

const clockAnswer = (clock: VirtualClock): HttpAnswer =>
  json(200, { now: new Date(clock.now()).toISOString(), virtual: clock.virtual });

const redriveBody = z.strictObject(
  { queue: z.optional(z.string("must be the name of a queue of dead letters")) },
  { error: ({ code }) => (code === "invalid_type" ? 'must be JSON, as {"queue": "…"}, or empty' : undefined) },
);

async function redrive({ deadLetters }: LocalParts, body: Buffer): Promise<HttpAnswer> {
  const parsed = redriveBody.safeParse(body.length === 0 ? {} : parsedJson(body));
  if (!parsed.success) return invalid(400, fieldErrors(parsed.error));
  const { queue } = parsed.data;
  if (queue !== undefined && !deadLetters.queueNames.includes(queue)) {
    return invalid(404, [{ pointer: "/queue", detail: `is not one of ${deadLetters.queueNames.join(", ")}` }]);
  }
  return json(200, { queues: await deadLetters.redrive(queue) });
}

const json = (status: number, value: unknown): HttpAnswer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  body: JSON.stringify(value),
});

const invalid = (status: number, errors: readonly FieldError[]): HttpAnswer =>
  problem(
    status,
    "The request cannot be carried out",
    errors.map(({ pointer, detail }) => `${pointer || "the body"} ${detail}`).join("; "),
    errors,
  );

/** `from` is where the pointers begin: nothing for a body. */
function fieldErrors(error: z.core.$ZodError, from = ""): readonly FieldError[] {
  return error.issues.flatMap((issue) => {
    const pointer = [from, ...issue.path.map(String)].join("/");
    if (issue.code !== "unrecognized_keys") return [{ pointer, detail: issue.message }];
    return issue.keys.map((key) => ({ pointer: `${pointer}/${key}`, detail: "is not known here" }));
  });
}
