import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { createDynoxide } from "../local/tables/dynoxide.ts";
import { sweep } from "../functions/watch/sweep.ts";
import { DAY } from "../shared/domain/instant.ts";
import { dynamoWatchList } from "../shared/store/dynamo-watch.ts";
import { toItem } from "../shared/store/incident-item.ts";
import { dataDirectory } from "../test/e2e/edition.ts";
import { fixtureIncident, MONDAY_NOON } from "../test/fixtures/centre.ts";
import { tableCreation } from "../test/fixtures/table-creation.ts";

const TABLE = "bench";
const AT_ONCE = 25;

const consumed = z.looseObject({ ConsumedCapacity: z.optional(z.looseObject({ CapacityUnits: z.number() })) });

/** An open incident that was received so long before now. */
const openSince = (number: number, age: number) =>
  toItem(fixtureIncident({ id: `open-${number}`, createdAt: MONDAY_NOON - age }));

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
  const data = dataDirectory();
  const report = (line: string): void => void process.stderr.write(`${line}\n`);
  const server = createDynoxide({ dataDirectory: data.path, report, onCrash: report });
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
      for (let start = 0; start < items.length; start += AT_ONCE) {
        const requests = items.slice(start, start + AT_ONCE).map((Item) => ({ PutRequest: { Item } }));
        await documents.send(new BatchWriteCommand({ RequestItems: { [TABLE]: requests } }));
      }
      written += items.length;
    };
    // A reaction is due three hours after it was received; half of that has passed for these, and for no others.
    const HALF = 1.5 * 3_600_000;
    await put(Array.from({ length: due }, (_, number) => openSince(number, HALF)));
    const rows: { readonly open: number; readonly units: number; readonly found: number }[] = [];
    for (const wanted of open) {
      const more = Array.from({ length: wanted - written }, (_, number) => openSince(written + number, -DAY));
      await put(more);
      rows.push({ open: wanted, ...(await unitsOf(reached, MONDAY_NOON)) });
    }
    return rows;
  } finally {
    client.destroy();
    await server.stop();
    data.remove();
  }
};
