/**
 * What the synthesised templates ask for, with every intrinsic function resolved: the only thing the rest of the
 * runner reads. Names are physical names (`otklik-register`), ARNs are full ARNs, durations are seconds unless a
 * name says otherwise.
 */
export interface Deployment {
  readonly functions: readonly LambdaFunction[];
  readonly tables: readonly Table[];
  readonly queues: readonly Queue[];
  readonly topics: readonly Topic[];
  readonly secrets: readonly Secret[];
  readonly keys: readonly Key[];
  readonly buses: readonly EventBus[];
  readonly rules: readonly Rule[];
  readonly schedules: readonly Schedule[];
  readonly queueSources: readonly QueueSource[];
  readonly streamSources: readonly StreamSource[];
  readonly apis: readonly HttpApi[];
  readonly dashboards: readonly Dashboard[];
  readonly alarms: readonly Alarm[];
}

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  /** Absolute directory of the bundle. */
  readonly codeDirectory: string;
  /** File and export, as `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  readonly statements: readonly PolicyStatement[];
}

/** One statement of a role's inline or attached policy. `NotAction` and `NotResource` are refused when read. */
export interface PolicyStatement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly streamArn?: string;
  readonly ttlAttribute?: string;
  /** Encrypts what is in it: whoever uses it has to have leave to use the key. */
  readonly keyArn?: string;
  /** The body of a DynamoDB CreateTable request for it. */
  readonly creation: Readonly<Record<string, unknown>>;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly fifo: boolean;
  /** A FIFO queue that tells repeats by their body when a message brings no deduplication id. */
  readonly contentBasedDeduplication?: boolean;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  readonly delaySeconds: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
}

export interface Topic {
  readonly name: string;
  readonly arn: string;
  /** Encrypts what is in it: whoever uses it has to have leave to use the key. */
  readonly keyArn?: string;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  /** Encrypts what is in it: whoever uses it has to have leave to use the key. */
  readonly keyArn?: string;
}

export interface Key {
  readonly id: string;
  readonly arn: string;
  /** What it does: closes and opens, or makes codes that prove what they were made of. */
  readonly use: "encrypt" | "mac";
}

export interface EventBus {
  readonly name: string;
  readonly arn: string;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly Target[];
}

/** Where a rule or a schedule sends: a function or a queue, and what becomes of what cannot be delivered. */
export interface Target {
  readonly id: string;
  readonly arn: string;
  /** A constant event in place of the matched one. */
  readonly input?: string;
  readonly maximumEventAgeSeconds: number;
  readonly maximumRetryAttempts: number;
  readonly deadLetterArn?: string;
}

export interface Schedule {
  readonly name: string;
  /** `rate(1 minute)` or `cron(0 8 * * ? *)`. */
  readonly expression: string;
  /** IANA zone of a cron expression. */
  readonly zone: string;
  readonly target: Target;
}

export interface QueueSource {
  readonly id: string;
  readonly functionName: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly maximumConcurrency: number;
  readonly partialResponses: boolean;
}

export interface StreamSource {
  readonly id: string;
  readonly functionName: string;
  readonly streamArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly partialResponses: boolean;
  readonly bisect: boolean;
  /** -1 = until the record leaves the stream. */
  readonly maximumRetryAttempts: number;
  /** -1 = until the record leaves the stream. */
  readonly maximumRecordAgeSeconds: number;
  readonly failureArn?: string;
  /** Event patterns; a record is delivered when any matches, or when there are none. */
  readonly filters: readonly Readonly<Record<string, unknown>>[];
}

export interface HttpApi {
  /** What its metrics are kept under, as the dimension `ApiId`. */
  readonly id: string;
  readonly name: string;
  readonly routes: readonly Route[];
}

export interface Route {
  /** As API Gateway writes it: `POST /webhooks/{channel}`, `GET /api/{proxy+}` or `$default`. */
  readonly key: string;
  readonly functionName: string;
  /** What it takes from all callers together; absent = any number. */
  readonly throttle?: { readonly perSecond: number; readonly burst: number };
  readonly authorizer?: { readonly issuer: string; readonly audiences: readonly string[] };
}

export interface Dashboard {
  readonly name: string;
  /** The parsed DashboardBody; the dashboards' room parses it further. */
  readonly body: unknown;
}

export interface Alarm {
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: string;
  readonly treatMissing: string;
}
