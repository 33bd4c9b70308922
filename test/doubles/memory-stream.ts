import type { StreamReader, StreamRecord } from "../../local/ports.ts";

export interface MemoryStream extends StreamReader {
  /** Writes items to the stream's table; their places in the stream are 1, 2, 3, … */
  write(...ids: readonly string[]): void;
  /** The sequence up to which every consumer said it was done. */
  readonly done: string | undefined;
}

export const streamArn = "arn:aws:dynamodb:local-1:000000000000:table/items/stream/2026-01-01T00:00:00.000";

export function memoryStream(): MemoryStream {
  const records: StreamRecord[] = [];
  const listeners = new Set<() => void>();
  let done: string | undefined;
  return {
    get done() {
      return done;
    },
    write: (...ids) => {
      for (const id of ids) records.push(recordOf(id, String(records.length + 1)));
      for (const listener of listeners) listener();
    },
    read: async (_arn, after, limit) => {
      const found = records.slice(Number(after ?? 0), Number(after ?? 0) + limit);
      return { records: found, nextSequence: found.at(-1)?.dynamodb.SequenceNumber ?? after };
    },
    processed: async (_arn, sequence) => {
      done = sequence;
    },
    onWrite: (_arn, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function recordOf(id: string, sequence: string): StreamRecord {
  return {
    eventID: sequence,
    eventName: "INSERT",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "local-1",
    eventSourceARN: streamArn,
    dynamodb: {
      ApproximateCreationDateTime: 1_772_442_000,
      Keys: { id: { S: id } },
      NewImage: { id: { S: id } },
      SequenceNumber: sequence,
      SizeBytes: 10,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
  };
}
