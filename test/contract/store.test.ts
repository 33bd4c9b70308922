import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dynamoCentres } from "../../shared/store/dynamo-centres.ts";
import { dynamoIncidents } from "../../shared/store/dynamo-incidents.ts";
import { dynamoAcceptedKeys, dynamoDeliveredAlerts, dynamoRejections } from "../../shared/store/dynamo-ledger.ts";
import { dynamoQueue } from "../../shared/store/dynamo-queue.ts";
import { dynamoWatchList } from "../../shared/store/dynamo-watch.ts";
import { toItem } from "../../shared/store/incident-item.ts";
import { type IncidentTable, incidentTable } from "../../shared/store/table.ts";
import { memoryCentres } from "../doubles/memory-centres.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryAcceptedKeys, memoryDeliveredAlerts, memoryRejections } from "../doubles/memory-ledger.ts";
import { memoryQueue } from "../doubles/memory-queue.ts";
import { memoryTable } from "../doubles/memory-table.ts";
import { memoryWatchList } from "../doubles/memory-watch.ts";
import { fixtureIncident, fixtureSignal } from "../fixtures/centre.ts";
import { type Dynoxide, dynoxideIsInstalled, startDynoxide } from "../fixtures/dynoxide.ts";
import { tableCreation } from "../fixtures/table-creation.ts";
import { acceptedKeysContract } from "./accepted-keys.contract.ts";
import { centresContract } from "./centres.contract.ts";
import { deliveredAlertsContract } from "./delivered-alerts.contract.ts";
import { incidentQueueContract } from "./incident-queue.contract.ts";
import { incidentsContract } from "./incidents.contract.ts";
import { rejectionsContract } from "./rejections.contract.ts";
import { watchListContract } from "./watch-list.contract.ts";

/** Pages so small that a few incidents take many of them. */
const PAGE = 5;
const MOST_PAGES = 2;

const inMemory = () => {
  const table = memoryTable();
  return {
    incidents: memoryIncidents(table),
    queue: memoryQueue(table, { mostRead: PAGE * MOST_PAGES }),
    watchList: memoryWatchList(table, PAGE),
    acceptedKeys: memoryAcceptedKeys(table),
    rejections: memoryRejections(table),
    deliveredAlerts: memoryDeliveredAlerts(table),
    centres: memoryCentres(table),
  };
};

const inDynamo = (table: IncidentTable): ReturnType<typeof inMemory> => ({
  incidents: dynamoIncidents(table),
  queue: dynamoQueue(table, { page: PAGE, mostPages: MOST_PAGES }),
  watchList: dynamoWatchList(table, PAGE),
  acceptedKeys: dynamoAcceptedKeys(table),
  rejections: dynamoRejections(table),
  deliveredAlerts: dynamoDeliveredAlerts(table),
  centres: dynamoCentres(table),
});

const contracts = (open: () => Promise<ReturnType<typeof inMemory>>): void => {
  describe("incidents", () => incidentsContract(open));
  describe("the queue", () => incidentQueueContract(open));
  describe("the watch list", () => watchListContract(open));
  describe("accepted keys", () => acceptedKeysContract(open));
  describe("rejections", () => rejectionsContract(open));
  describe("delivered alerts", () => deliveredAlertsContract(open));
  describe("centres", () => centresContract(open));
};

describe("in memory", () => contracts(async () => inMemory()));

describe.skipIf(!dynoxideIsInstalled)("in DynamoDB", { timeout: 60_000 }, () => {
  let server: Dynoxide;
  let tables = 0;

  beforeAll(async () => {
    server = await startDynoxide();
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.endpoint);
    vi.stubEnv("AWS_REGION", "local-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.stop();
  });

  const emptyTable = async (): Promise<IncidentTable> => {
    tables += 1;
    const table = incidentTable(`incidents-${tables}`);
    await table.client.send(new CreateTableCommand(tableCreation(table.name)));
    return table;
  };

  contracts(async () => inDynamo(await emptyTable()));

  it("a new signal of 300 letters costs at most five write units", async () => {
    const { name, client } = await emptyTable();
    const signal = fixtureSignal({
      source: "123456789",
      externalId: "wall_-123456789_987654",
      text: "Огромная яма на Советской, 12. ".repeat(10).slice(0, 300),
      author: { id: "987654321", name: "Константин Константинопольский" },
      page: "https://vk.com/wall-123456789_4567",
      thread: { group: "123456789", post: "4567", comment: "987654" },
      place: { lat: 55.751244, lon: 37.618423, address: "Тверская область, Заречный, Советская улица, 12" },
    });
    const { ConsumedCapacity } = await client.send(
      new PutCommand({ TableName: name, Item: toItem(fixtureIncident({ signal })), ReturnConsumedCapacity: "INDEXES" }),
    );
    expect(ConsumedCapacity?.GlobalSecondaryIndexes).toMatchObject({ watch: { CapacityUnits: 1 } });
    expect(ConsumedCapacity?.CapacityUnits).toBeLessThanOrEqual(5);
  });
});
