import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import type { StreamReader, StreamRecord, VirtualClock } from "../ports.ts";
import { region } from "../template/region.ts";
import type { StreamNames } from "./create-tables.ts";
import { callDynamo, mustCall } from "./dynamo-api.ts";
import type { DynamoServer } from "./dynamo-server.ts";
import type { StreamRecords } from "./stream-records.ts";

/** As DynamoDB types it; whoever reads it knows what to look for. */
const item = z.custom<Readonly<Record<string, unknown>>>((value) => typeof value === "object" && value !== null);
const record = z.looseObject({
  eventID: z.string(),
  eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
  eventVersion: z._default(z.string(), "1.1"),
  userIdentity: z.optional(z.record(z.string(), z.string())),
  dynamodb: z.looseObject({
    ApproximateCreationDateTime: z.number(),
    Keys: item,
    NewImage: z.optional(item),
    OldImage: z.optional(item),
    SequenceNumber: z.string(),
    SizeBytes: z._default(z.number(), 0),
    StreamViewType: z.string(),
  }),
});
const page = z.looseObject({ Records: z.array(record), NextShardIterator: z.optional(z.nullable(z.string())) });
const iterator = z.looseObject({ ShardIterator: z.string() });
const description = z.looseObject({
  StreamDescription: z.looseObject({
    Shards: z.array(
      z.looseObject({
        ShardId: z.string(),
        SequenceNumberRange: z.looseObject({ StartingSequenceNumber: z._default(z.string(), "0") }),
      }),
    ),
  }),
});

const target = "DynamoDBStreams_20120810";

/** A stream's consumers are at places of their own, some behind the others. */
const PLACES_KEPT = 64;

/** Where a read ended: the next one from there goes on without asking for a new iterator. */
interface Place {
  readonly after: string | undefined;
  readonly shard: string;
  readonly iterator: string;
}

/** What was found from a place on. */
interface Page {
  readonly found: readonly z.infer<typeof record>[];
  readonly next: string | undefined;
}

export interface TableStreams extends StreamReader {
  /** To be called after a write to any table. */
  written(): void;
}

export interface StreamsOptions {
  readonly server: DynamoServer;
  readonly names: StreamNames;
  /** Of the embedded server; a compatible one shortens its streams by itself. */
  readonly records?: StreamRecords;
  readonly clock: VirtualClock;
}

/**
 * Reads the streams of the tables, one shard after the other. A change that changed nothing is left out, as DynamoDB
 * leaves it out.
 */
export function createStreams({ server, names, records, clock }: StreamsOptions): TableStreams {
  const places = new Map<string, readonly Place[]>();
  const trimmed = new Map<string, bigint>();
  const listeners = new Set<() => void>();

  /** The page asked for last: whoever is as far as the one who asked for it need not ask. */
  const newest = new Map<string, { after: string | undefined; limit: number; asking: Promise<Page> }>();

  /** Notes how to go on from a place, or that nobody knows. A place that one consumer leaves others may still be at. */
  const note = (streamArn: string, after: string | undefined, onward: Omit<Place, "after"> | undefined): void => {
    const others = (places.get(streamArn) ?? []).filter((place) => place.after !== after);
    places.set(streamArn, [...(onward === undefined ? [] : [{ ...onward, after }]), ...others].slice(0, PLACES_KEPT));
  };

  const askPage = async (streamArn: string, after: string | undefined, limit: number): Promise<Page> => {
    const name = nameOf(names, streamArn);
    const known = places.get(streamArn)?.find((place) => place.after === after);
    const start = known ?? (await find(server, name, after));
    if (start === undefined) return { found: [], next: after };
    const request = { ShardIterator: start.iterator, Limit: limit };
    const result = await callDynamo(server, target, "GetRecords", request, page);
    if (result.kind === "refused") {
      note(streamArn, after, undefined);
      if (stale.has(result.type)) return { found: [], next: after };
      throw new Error(`the stream ${streamArn} cannot be read: ${result.type}: ${result.message}`);
    }
    const { Records, NextShardIterator } = result.value;
    const next = Records.at(-1)?.dynamodb.SequenceNumber ?? after;
    const onward = NextShardIterator ?? (await followingShard(server, name, start.shard));
    note(streamArn, next, typeof onward === "string" ? { shard: start.shard, iterator: onward } : onward);
    return { found: Records, next };
  };
  const readPage = async (streamArn: string, after: string | undefined, limit: number): Promise<Page> => {
    const known = newest.get(streamArn);
    if (known?.after === after && known?.limit === limit) {
      const read = await known.asking.catch(() => undefined);
      // A page that was empty says nothing of what was written since.
      if (read !== undefined && read.found.length > 0) return read;
    }
    const asking = askPage(streamArn, after, limit);
    newest.set(streamArn, { after, limit, asking });
    return asking;
  };

  return {
    async read(streamArn, afterSequence, limit) {
      for (let after = afterSequence; ; ) {
        const { found, next } = await readPage(streamArn, after, limit);
        const records = found.filter(changedSomething).map((one) => inOurTerms(one, streamArn, clock));
        if (records.length > 0 || next === after) return { records, nextSequence: next };
        after = next;
      }
    },
    ...(records !== undefined && { latest: (streamArn) => records.latest(tableOf(nameOf(names, streamArn))) }),
    async processed(streamArn, sequence) {
      const done = BigInt(sequence);
      if (done - (trimmed.get(streamArn) ?? 0n) < trimEvery) return;
      trimmed.set(streamArn, done);
      records?.trim(tableOf(nameOf(names, streamArn)), sequence);
    },
    onWrite(_, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    written: () => {
      for (const listener of listeners) listener();
    },
  };
}

/** Trimming takes the file's write lock, so it is done for many records at once. */
const trimEvery = 500n;

/** The next read finds its place anew. */
const stale = new Set(["ExpiredIteratorException", "TrimmedDataAccessException"]);

function nameOf(names: StreamNames, streamArn: string): string {
  const name = names.get(streamArn);
  if (name === undefined) throw new Error(`no table of the deployment has the stream ${streamArn}`);
  return name;
}

const tableOf = (streamName: string) => /:table\/([^/]+)\//.exec(streamName)?.[1] ?? "";

/** The shard that holds what follows, and an iterator into it. A place that was trimmed gives the oldest record kept. */
async function find(server: DynamoServer, name: string, after: string | undefined): Promise<Place | undefined> {
  const shards = await shardsOf(server, name);
  const begun = shards.filter(({ start }) => after !== undefined && start <= BigInt(after));
  const shard = begun.at(-1) ?? shards[0];
  if (shard === undefined) return undefined;
  // The embedded server's one shard claims to start at its smallest number by the alphabet.
  if (after !== undefined && (begun.length > 0 || shards.length === 1)) {
    const request = {
      StreamArn: name,
      ShardId: shard.id,
      ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
      SequenceNumber: after,
    };
    const result = await callDynamo(server, target, "GetShardIterator", request, iterator);
    if (result.kind === "done") return { after, shard: shard.id, iterator: result.value.ShardIterator };
    if (!stale.has(result.type)) throw new Error(`the stream ${name} has no place ${after}: ${result.message}`);
  }
  return { after, shard: shard.id, iterator: await oldest(server, name, shard.id) };
}

async function followingShard(server: DynamoServer, name: string, closed: string): Promise<Place | undefined> {
  const shards = await shardsOf(server, name);
  const next = shards[shards.findIndex(({ id }) => id === closed) + 1];
  if (next === undefined) return undefined;
  return { after: undefined, shard: next.id, iterator: await oldest(server, name, next.id) };
}

async function oldest(server: DynamoServer, name: string, shard: string): Promise<string> {
  const request = { StreamArn: name, ShardId: shard, ShardIteratorType: "TRIM_HORIZON" };
  return (await mustCall(server, target, "GetShardIterator", request, iterator)).ShardIterator;
}

async function shardsOf(server: DynamoServer, name: string) {
  const { StreamDescription } = await mustCall(server, target, "DescribeStream", { StreamArn: name }, description);
  return StreamDescription.Shards.map(({ ShardId, SequenceNumberRange }) => ({
    id: ShardId,
    start: BigInt(SequenceNumberRange.StartingSequenceNumber),
  })).toSorted((one, other) => (one.start < other.start ? -1 : 1));
}

const changedSomething = ({ eventName, dynamodb }: z.infer<typeof record>) =>
  eventName !== "MODIFY" || dynamodb.NewImage === undefined || !isDeepStrictEqual(dynamodb.NewImage, dynamodb.OldImage);

function inOurTerms(
  { dynamodb, ...one }: z.infer<typeof record>,
  streamArn: string,
  clock: VirtualClock,
): StreamRecord {
  const { Keys, NewImage, OldImage, SequenceNumber, SizeBytes, StreamViewType, ApproximateCreationDateTime } = dynamodb;
  return {
    eventID: one.eventID,
    eventName: one.eventName,
    eventVersion: one.eventVersion,
    eventSource: "aws:dynamodb",
    awsRegion: region,
    eventSourceARN: streamArn,
    ...(one.userIdentity && { userIdentity: one.userIdentity }),
    dynamodb: {
      // A clock that stands still stands where it stood at the write: what it caused is worked off before it moves.
      ApproximateCreationDateTime: clock.virtual ? Math.floor(clock.now() / 1000) : ApproximateCreationDateTime,
      Keys,
      ...(NewImage && { NewImage }),
      ...(OldImage && { OldImage }),
      SequenceNumber,
      SizeBytes,
      StreamViewType,
    },
  };
}
