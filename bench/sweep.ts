import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { sweep } from "../functions/watch/sweep.ts";
import { createDynoxide } from "../local/tables/dynoxide.ts";
import { DAY } from "../shared/domain/time/instant.ts";
import { dynamoWatchList } from "../shared/store/dynamo/watch.ts";
import { toItem } from "../shared/store/incident-item.ts";
import { watchShardOf } from "../shared/store/keys.ts";
import { fixtureIncident, MONDAY_NOON } from "../test/fixtures/centre.ts";
import { tableCreation } from "../test/fixtures/table-creation.ts";

const TABLE = "bench";
const AT_ONCE = 25;
const IN_MEMORY = "/dev/shm";
/** So many incidents later something is said. */
const PROGRESS = 100_000;

const consumed = z.looseObject({ ConsumedCapacity: z.optional(z.looseObject({ CapacityUnits: z.number() })) });

/**
 * Open incidents that were received so long before now, each with as much as the index of what is watched holds: a sweep
 * reads nothing else, and a million of them are made in minutes.
 */
const openSince = (age: number) => {
  const { nextAt } = toItem(fixtureIncident({ createdAt: MONDAY_NOON - age }));
  return (number: number): Record<string, unknown> => {
    const id = `open-${number}`;
    return { pk: id, nextAt, watchShard: watchShardOf({ id, urgent: false }) };
  };
};

/** Read units of one sweep with `due` incidents due among `open` open ones. */
const unitsOf = async (
  server: DynamoDBClientConfig,
  now: number,
): Promise<{ readonly units: number; readonly found: number }> => {
  let units = 0;
  let found = 0;
  const client = new DynamoDBClient(server);
  const documents = DynamoDBDocumentClient.from(client);
  documents.middlewareStack.add(
    (next) => async (request) => {
      const answer = await next({ ...request, input: { ...request.input, ReturnConsumedCapacity: "TOTAL" } });
      units += consumed.parse(answer.output).ConsumedCapacity?.CapacityUnits ?? 0;
      return answer;
    },
    { step: "initialize", name: "meter" },
  );
  const due = {
    send: async () => {},
    sendAll: async (messages: readonly unknown[]) => {
      found += messages.length;
    },
  };
  const watchList = dynamoWatchList({ name: TABLE, client: documents });
  await sweep({ watchList, due, now: () => now, counter: { add: () => {} } })(() => true);
  client.destroy();
  return { units, found };
};

/** Measures a sweep that finds `due` with ever more incidents open. */
export const sweepCost = async (due: number, open: readonly number[]) => {
  // What is measured is read units: the tables may lie in memory, where nobody waits for a disk.
  const data = mkdtempSync(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), "otklik-sweep-"));
  const report = (line: string): void => void process.stderr.write(`${line}\n`);
  const server = createDynoxide({ dataDirectory: data, report, onCrash: report });
  await server.start();
  const reached = {
    endpoint: server.url.href,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  const client = new DynamoDBClient(reached);
  try {
    const { StreamSpecification: _, ...table } = tableCreation(TABLE);
    await client.send(new CreateTableCommand(table));
    const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    let written = 0;
    const put = async (items: readonly Record<string, unknown>[]) => {
      const requests = items.map((Item) => ({ PutRequest: { Item } }));
      const { UnprocessedItems = {} } = await documents.send(
        new BatchWriteCommand({ RequestItems: { [TABLE]: requests } }),
      );
      if (Object.keys(UnprocessedItems).length > 0) throw new Error("The table did not take every item.");
    };
    const fill = async (until: number, incident: (number: number) => Record<string, unknown>) => {
      for (; written < until; written = Math.min(until, written + AT_ONCE)) {
        const count = Math.min(AT_ONCE, until - written);
        await put(Array.from({ length: count }, (_, index) => incident(written + index)));
        if (written % PROGRESS === 0 && written > 0) report(`${written} incidents are open.`);
      }
    };
    // A reaction is due three hours after it was received; half of that has passed for these, and for no others.
    const HALF = 1.5 * 3_600_000;
    await fill(due, openSince(HALF));
    const rows: { readonly open: number; readonly units: number; readonly found: number }[] = [];
    for (const wanted of open) {
      await fill(wanted, openSince(-DAY));
      rows.push({ open: wanted, ...(await unitsOf(reached, MONDAY_NOON)) });
    }
    return rows;
  } finally {
    client.destroy();
    await server.stop();
    rmSync(data, { recursive: true });
  }
};

/** `npm run bench:sweep -- 1000 1000000`: the cost of a sweep among so many open incidents; fails when it grows. */
if (import.meta.main) {
  const rows = await sweepCost(100, process.argv.slice(2).map(Number));
  for (const { open, units, found } of rows)
    process.stdout.write(`${units.toFixed(1)} read units of a sweep that finds ${found} due, ${open} open\n`);
  const units = rows.map((row) => row.units);
  if (Math.max(...units) > 1.05 * Math.min(...units)) process.exitCode = 1;
}
