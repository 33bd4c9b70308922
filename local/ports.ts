/**
 * The joints between the runner's rooms. Each room takes what it needs as one of these and is tried alone.
 */

/** The time the product lives in, in epoch milliseconds: real, or virtual and standing still between advances. */
export interface VirtualClock {
  now(): number;
  /** True once the clock was started at, or moved to, an instant of its own. */
  readonly virtual: boolean;
}

export type InvocationResult =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "failed"; readonly error: { readonly type: string; readonly message: string } };

/** Runs a function of the deployment once. Never rejects: a timeout, a crash and a throw are all `failed`. */
export interface Invoker {
  invoke(functionName: string, event: unknown): Promise<InvocationResult>;
  /** Invocations under way, of all functions. */
  readonly busy: number;
}

export interface QueueMessage {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly firstReceivedAt: number;
  /** How many times it has been received, this time included. */
  readonly receiveCount: number;
  readonly groupId?: string;
}

export interface MessageAttribute {
  readonly type: string;
  readonly value: string;
}

export interface NewMessage {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  readonly delaySeconds?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

export interface QueueDepth {
  /** Receivable now. */
  readonly visible: number;
  /** Received and neither deleted nor visible again. */
  readonly inFlight: number;
  readonly delayed: number;
  /** Age of the oldest receivable message in seconds, 0 when there is none. */
  readonly oldestAgeSeconds: number;
}

/**
 * The queues of the deployment: the embedded store, or an SQS-compatible server set in its place. A promise of
 * `send` resolves only when the messages are on disk.
 */
export interface Queues {
  /** Answers one id per message, in order. */
  send(queueName: string, messages: readonly NewMessage[]): Promise<readonly string[]>;
  receive(queueName: string, most: number, visibilitySeconds: number): Promise<readonly QueueMessage[]>;
  remove(queueName: string, receipts: readonly string[]): Promise<void>;
  /** Makes received messages receivable again after so many seconds. */
  release(queueName: string, receipts: readonly string[], afterSeconds: number): Promise<void>;
  depth(queueName: string): Promise<QueueDepth>;
  /** The virtual instant at which the next delayed message of any queue becomes receivable. */
  nextDelayedAt(): Promise<number | undefined>;
  /** Calls back when something became receivable in a queue; returns the way to stop it. */
  onArrival(queueName: string, listener: () => void): () => void;
}

/** Sends messages to one queue and removes received ones from another, both or neither. */
export type Transfer = (order: {
  readonly from: string;
  readonly receipts: readonly string[];
  readonly to: string;
  readonly messages: readonly NewMessage[];
}) => Promise<void>;

export interface BusEvent {
  readonly id: string;
  readonly busName: string;
  readonly source: string;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** ARNs the event is about. */
  readonly resources?: readonly string[];
  readonly detail: unknown;
}

/** The event bus: keeps what was put in its journal before it answers, then delivers by the rules. */
export interface Bus {
  put(events: readonly Omit<BusEvent, "id">[]): Promise<readonly string[]>;
  /** Deliveries not yet made, waiting retries included. */
  readonly pending: number;
}

/** One observation of a metric, from EMF or from the runner's own parts (queue age, errors, throttles). */
export interface MetricSample {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly values: readonly number[];
  /** Epoch milliseconds, of the product's clock. */
  readonly at: number;
}

export interface MetricSink {
  record(samples: readonly MetricSample[]): void;
}

export interface MetricStatistics {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface MetricReader {
  /** Buckets of `periodSeconds` from `from` up to `to` that hold anything, oldest first. */
  series(
    metric: { namespace: string; name: string; dimensions: Readonly<Record<string, string>> },
    from: number,
    to: number,
    periodSeconds: number,
  ): readonly { readonly at: number; readonly statistics: MetricStatistics }[];
  /** Every metric since the store began, for `/local/metrics`. */
  totals(): readonly {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly unit: string;
    readonly statistics: MetricStatistics;
  }[];
}

/** One change of a table's item, in the shape of Lambda's DynamoDB stream event. Images are in DynamoDB's typed JSON. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly eventVersion: string;
  readonly eventSource: "aws:dynamodb";
  readonly awsRegion: string;
  /** The stream's ARN as the template names it. */
  readonly eventSourceARN: string;
  readonly userIdentity?: Readonly<Record<string, string>>;
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Readonly<Record<string, unknown>>;
    readonly NewImage?: Readonly<Record<string, unknown>>;
    readonly OldImage?: Readonly<Record<string, unknown>>;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
}

/** Reads the change streams of the tables, oldest record first. */
export interface StreamReader {
  /**
   * Records that follow `afterSequence`, or the oldest kept when it is undefined. `nextSequence` is what to pass next:
   * the last record's number, or `afterSequence` itself when nothing new is there.
   */
  read(
    streamArn: string,
    afterSequence: string | undefined,
    limit: number,
  ): Promise<{ readonly records: readonly StreamRecord[]; readonly nextSequence: string | undefined }>;
  /** The number of the newest record, where the reader can tell. */
  latest?(streamArn: string): string | undefined;
  /** Every consumer of the stream has dealt with the records up to here: they need not be kept. */
  processed(streamArn: string, sequence: string): Promise<void>;
  /** Calls back when something was written to the stream's table; returns the way to stop it. */
  onWrite(streamArn: string, listener: () => void): () => void;
}

/** A part that works in the background and can be asked whether it is done for now. */
export interface Drainable {
  /** Resolves when nothing is left to do at the present instant of the clock. */
  drained(): Promise<void>;
}

/** A part with a life: started once, stopped once; stop finishes what is under way. */
export interface Part {
  start(): Promise<void>;
  stop(): Promise<void>;
}
