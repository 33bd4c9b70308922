import { join, resolve } from "node:path";
import { createAlarmWatch } from "./alarms/watch.ts";
import { dynamoDb } from "./aws/dynamodb.ts";
import { createAwsEndpoint, openAwsDoor } from "./aws/endpoint.ts";
import { createEventBridgeService } from "./aws/eventbridge.ts";
import { followSecrets, secretsManager } from "./aws/secrets.ts";
import { kms } from "./aws/kms.ts";
import { createSnsService, type Notice } from "./aws/sns.ts";
import { createSqsService } from "./aws/sqs.ts";
import { backupsOf } from "./backup/take-backup.ts";
import { createDeliveries } from "./bus/delivery.ts";
import { createEventBus, ruleLanes } from "./bus/event-bus.ts";
import { createJournal } from "./bus/journal.ts";
import { askRecompute } from "./centres/ask-recompute.ts";
import { tableCentres } from "./centres/table-centres.ts";
import { keepCentres } from "./centres/keep-centres.ts";
import { createAdvance } from "./clock/advance.ts";
import { createVirtualClock, virtualTime } from "./clock/virtual-clock.ts";
import { createDashboards } from "./dashboards/dashboards.ts";
import type { DataDirectory } from "./data-directory.ts";
import { createAccessLog } from "./http/access-log.ts";
import { createAuthorizer } from "./http/authorizer.ts";
import { createDeadLetters } from "./http/dead-letters.ts";
import { createGateway } from "./http/gateway.ts";
import { createLocalAccess } from "./http/local-access.ts";
import { createLocalRoutes } from "./http/local-routes.ts";
import { holdPort } from "./http/port.ts";
import { invokedFunctions } from "./http/runner-figures.ts";
import { writeIssuer } from "./issuer.ts";
import { openKeyFile } from "./key-file.ts";
import { openLogs } from "./log/open-logs.ts";
import { storedMetrics } from "./metrics/metric-persistence.ts";
import { createMetricStore } from "./metrics/metric-store.ts";
import { createQueueMetrics } from "./metrics/queue-metrics.ts";
import { grantsOf } from "./policy/grants.ts";
import { createFunctionPolicies } from "./policy/function-policies.ts";
import { openQueues } from "./queues/open-queues.ts";
import type { Settings } from "./settings.ts";
import { createScheduler, scheduleLanes } from "./sources/scheduler.ts";
import { openSources } from "./sources/open-sources.ts";
import { openRunnerStore } from "./store/runner-store.ts";
import { openTables } from "./tables/open-tables.ts";
import { readDeployment } from "./template/read-deployment.ts";
import { region } from "./template/region.ts";
import { synthesise } from "./template/synthesise.ts";
import { ownTokenKey } from "./token-key.ts";
import { hostOf } from "./workers/environment.ts";
import { openPool, openToAll, WORKERS } from "./workers/open-pool.ts";

const project = resolve(import.meta.dirname, "..");

export interface EditionOptions {
  readonly settings: Settings;
  readonly directory: DataDirectory;
  /** Takes a line for the one who runs it. */
  readonly say: (line: string) => void;
  readonly onNotice: (notice: Notice) => void;
  /** A part that nothing works without has ended. */
  readonly onCrash: (reason: string) => void;
}

export interface RunningEdition {
  readonly address: string;
  /** Takes no more in, finishes what is under way, and closes the stores. */
  stop(): Promise<void>;
}

/**
 * Puts the one-machine edition together: the synthesised template on embedded, durable parts. What was opened is closed
 * in the opposite order, at the end or when a later part cannot start.
 */
export async function startEdition(options: EditionOptions): Promise<RunningEdition> {
  const opened = new AsyncDisposableStack();
  try {
    const address = await open(options, opened);
    return { address, stop: () => opened.disposeAsync() };
  } catch (thrown) {
    await opened.disposeAsync();
    throw thrown;
  }
}

async function open(options: EditionOptions, opened: AsyncDisposableStack): Promise<string> {
  const { directory, say } = options;
  const held = await holdPort(options.settings);
  opened.defer(() => held.letGo());
  const settings = { ...options.settings, port: held.port };
  const logs = openLogs(directory.file("logs"), { say, verbose: settings.verbose });
  opened.defer(() => logs.flushed());
  const { log, report, tell } = logs;

  const assembly = await synthesise({ project, build: join(project, ".build"), context: settings.context });
  const door = await openAwsDoor();
  opened.defer(() => void door.server.close());
  const deployment = readDeployment(assembly, door.url);
  const currentSecrets = followSecrets(settings.secretsFile, tell);

  const store = openRunnerStore(directory.path, tell);
  opened.defer(() => store.close());
  const keys = await openKeyFile({ file: directory.file("keys.json"), keys: deployment.keys, store });
  const clock = await createVirtualClock({ store, ...(settings.clock !== undefined && { startAt: settings.clock }) });
  const metrics = createMetricStore({ persistence: await storedMetrics(store), report });
  metrics.start();
  opened.defer(() => metrics.stop());

  const tables = await openTables({
    tables: deployment.tables,
    dataDirectory: directory.path,
    ...(settings.dynamodbEndpoint !== undefined && { endpoint: settings.dynamodbEndpoint }),
    environment: process.env,
    clock,
    report,
    onCrash: options.onCrash,
  });
  opened.defer(() => tables.close());
  await tables.expiry.start();
  const queues = openQueues({ settings, store, clock, queues: deployment.queues, report });
  await queues.start();
  opened.defer(() => queues.stop());
  const centres = keepCentres({
    folder: directory.file("centres"),
    centres: tableCentres(tables.address),
    report: tell,
    onNewRules: (centreId) => askRecompute(queues, centreId),
  });
  await centres.start();
  opened.defer(() => centres.stop());

  const queueMetrics = createQueueMetrics({
    queues,
    queueNames: deployment.queues.map(({ name }) => name),
    clock,
    metrics,
    report,
  });
  queueMetrics.start();
  opened.defer(() => queueMetrics.stop());

  const pool = openPool({
    deployment,
    host: hostOf(settings, { region, endpoint: door.url }),
    clock,
    metrics,
    log,
    cacheDirectory: join(project, ".build", "compiled"),
  });
  opened.defer(() => pool.stop());

  const lanes = [...ruleLanes(deployment), ...scheduleLanes(deployment.schedules)];
  const deliveries = createDeliveries({ store, queues, invoker: pool, lanes, report });
  const bus = createEventBus({ store, deployment, deliveries });
  const policies = createFunctionPolicies(deployment.functions);
  const endpoint = createAwsEndpoint({
    door,
    deployment,
    policies,
    metrics,
    clock,
    report: tell,
    services: {
      dynamodb: dynamoDb({ server: tables.server, metrics, clock, onTableWrite: () => tables.streams.written() }),
      sqs: createSqsService({ deployment, queues }),
      events: createEventBridgeService({ deployment, bus, clock }),
      sns: createSnsService({ deployment, store, clock, onNotice: options.onNotice }),
      kms: kms(deployment.keys, keys),
      secretsmanager: secretsManager(deployment.secrets, currentSecrets),
    },
  });
  await endpoint.start();
  opened.defer(() => endpoint.stop());
  await deliveries.start();
  opened.defer(() => deliveries.stop());

  const sources = openSources({
    deployment,
    store,
    queues,
    streams: tables.streams,
    invoker: pool,
    metrics,
    clock,
    workers: WORKERS,
    tablesFile: directory.file("tables.db"),
    report,
  });
  for (const source of sources) {
    await source.start();
    opened.defer(() => source.stop());
  }
  const scheduler = createScheduler({ store, clock, schedules: deployment.schedules, deliveries, report });
  await scheduler.start();
  opened.defer(() => scheduler.stop());
  const alarms = createAlarmWatch({ alarms: deployment.alarms, metrics, clock, report: tell });
  alarms.start();
  opened.defer(() => alarms.stop());

  const expected = deployment.apis
    .flatMap(({ routes }) => routes)
    .find((route) => route.authorizer !== undefined)?.authorizer;
  if (expected !== undefined)
    writeIssuer(directory.path, { issuer: expected.issuer, audience: expected.audiences[0] ?? "" });
  const authorizer = createAuthorizer(() => currentSecrets().tokenKey ?? ownTokenKey(directory.path));
  const advance = createAdvance({ clock, queues, scheduler, rooms: [...sources, deliveries, tables.expiry] });
  const gateway = createGateway({
    host: settings.host,
    port: settings.port,
    caller: {
      trustedProxies: settings.trustedProxies,
      ...(settings.publicUrl !== undefined && { publicUrl: settings.publicUrl }),
    },
    ...(settings.rate !== undefined && { rate: settings.rate }),
    accessLog: createAccessLog(logs.access),
    apis: deployment.apis,
    clock,
    metrics,
    invoker: pool,
    authorizer,
    localAccess: createLocalAccess(authorizer, expected),
    localRoutes: createLocalRoutes({
      clock,
      advance,
      say: tell,
      journal: createJournal(store),
      metrics,
      grants: () => grantsOf(deployment, policies.usage(), invokedFunctions(metrics.totals())),
      deadLetters: createDeadLetters(queues, deployment),
      backup: backupsOf(settings, directory),
      invocation: {
        ownerKey: directory.ownerKey,
        functionNames: new Set(deployment.functions.map(({ name }) => name)),
        invoke: (name, event) => pool.invoke(name, event),
      },
      page: createDashboards({
        deployment,
        invoker: pool,
        metrics,
        alarmStatuses: alarms.statuses,
        clock,
        zone: centres.zone(),
      }),
    }),
    report,
  });
  await held.letGo();
  await gateway.start();
  opened.defer(() => gateway.stop());
  void pool.prepare(openToAll(deployment));
  if (clock.virtual) tell(virtualTime(clock.now()));
  return gateway.address;
}
