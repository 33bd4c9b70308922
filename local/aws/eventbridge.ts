import * as z from "zod/mini";
import type { Bus, BusEvent, VirtualClock } from "../ports.ts";
import type { EventBus } from "../template/deployment.ts";
import type { AwsAnswer, AwsService } from "./service.ts";

const mostEntries = 10;
/** Of all entries of a request together. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const longestRequest = 1_048_576;

const text = z.optional(z.nullable(z.string()));
const Entry = z.looseObject({
  EventBusName: text,
  Source: text,
  DetailType: text,
  Detail: text,
  Resources: z.optional(z.nullable(z.array(z.string()))),
  /** Epoch seconds. */
  Time: z.optional(z.nullable(z.number())),
});
type Entry = z.infer<typeof Entry>;
const Request = z.looseObject({ Entries: z.array(Entry) });

type Checked =
  | { readonly kind: "event"; readonly event: Omit<BusEvent, "id"> }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** PutEvents: each entry is taken or refused by itself. */
export function createEventBridgeService(options: {
  deployment: { readonly buses: readonly EventBus[] };
  bus: Bus;
  clock: VirtualClock;
}): AwsService {
  const { deployment, bus, clock } = options;
  const busNamed = (name: string): EventBus | undefined =>
    deployment.buses.find((each) => each.name === name || each.arn === name);

  const check = (entry: Entry): Checked => {
    const { Source, DetailType, Detail, EventBusName, Time, Resources } = entry;
    if (!Source) return required("Source");
    if (!DetailType) return required("DetailType");
    if (!Detail) return required("Detail");
    const detail = objectIn(Detail);
    if (detail === undefined) return { kind: "failed", code: "MalformedDetail", message: "Detail is malformed." };
    const target = busNamed(EventBusName ?? "default");
    if (target === undefined) {
      return {
        kind: "failed",
        code: "ResourceNotFoundException",
        message: `Event bus ${EventBusName} does not exist.`,
      };
    }
    const time = Time === undefined || Time === null ? clock.now() : Time * 1_000;
    const resources = Resources === undefined || Resources === null ? {} : { resources: Resources };
    return {
      kind: "event",
      event: { busName: target.name, source: Source, type: DetailType, time, detail, ...resources },
    };
  };

  return {
    handle: async ({ operation, json }) => {
      if (operation !== "PutEvents") return refused("UnknownOperationException", `${operation} is not served here.`);
      const parsed = Request.safeParse(json);
      if (!parsed.success) return refused("ValidationException", z.prettifyError(parsed.error));
      const { Entries } = parsed.data;
      if (Entries.length === 0 || Entries.length > mostEntries) {
        const bound = Entries.length === 0 ? "greater than or equal to 1" : `less than or equal to ${mostEntries}`;
        return refused(
          "ValidationException",
          `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
        );
      }
      if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > longestRequest) {
        return refused("ValidationException", "Total size of the entries in the request is over the limit.");
      }
      const checked = Entries.map(check);
      const events = checked.flatMap((each) => (each.kind === "event" ? [each.event] : []));
      const ids = events.length === 0 ? [] : [...(await bus.put(events))];
      return answered({
        FailedEntryCount: checked.length - events.length,
        Entries: checked.map((each) =>
          each.kind === "event" ? { EventId: ids.shift() } : { ErrorCode: each.code, ErrorMessage: each.message },
        ),
      });
    },
  };
}

function required(name: string): Checked {
  const message = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
  return { kind: "failed", code: "InvalidArgument", message };
}

function objectIn(detail: string): object | undefined {
  try {
    const value: unknown = JSON.parse(detail);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
function sizeOf({ Time, Source, DetailType, Detail, Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  const time = Time === undefined || Time === null ? 0 : 14;
  return texts.reduce((sum, each) => sum + Buffer.byteLength(each ?? ""), time);
}

const headers = { "content-type": "application/x-amz-json-1.1" };
const answered = (body: unknown): AwsAnswer => ({ status: 200, body: JSON.stringify(body), headers });
const refused = (code: string, message: string): AwsAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: code, message }),
  headers,
});
