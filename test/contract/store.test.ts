import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { nothingMatches } from "../../functions/register/match.ts";
import { registerSignal } from "../../functions/register/register-signal.ts";
import { sealSignal } from "../../shared/platform/sealed-signal.ts";
import { envelopeSealer } from "../../shared/platform/sealing.ts";
import { dynamoAlertedClocks } from "../../shared/store/dynamo/alerted-clocks.ts";
import { dynamoAssignments } from "../../shared/store/dynamo/assignments.ts";
import { dynamoBotChats } from "../../shared/store/dynamo/bot-chats.ts";
import { dynamoCalendars } from "../../shared/store/dynamo/calendars.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoCursors } from "../../shared/store/dynamo/cursors.ts";
import { dynamoDialogues } from "../../shared/store/dynamo/dialogues.ts";
import { dynamoHistories } from "../../shared/store/dynamo/histories.ts";
import { dynamoIdentities } from "../../shared/store/dynamo/identities.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { dynamoAcceptedKeys, dynamoDeliveredAlerts, dynamoRejections } from "../../shared/store/dynamo/ledger.ts";
import { dynamoMatters } from "../../shared/store/dynamo/matters.ts";
import { dynamoPosNumbers } from "../../shared/store/dynamo/pos-numbers.ts";
import { dynamoPublicIncidents } from "../../shared/store/dynamo/public.ts";
import { dynamoQueue } from "../../shared/store/dynamo/queue.ts";
import { type IncidentTable, incidentTable } from "../../shared/store/dynamo/table.ts";
import { dynamoUnsent } from "../../shared/store/dynamo/unsent.ts";
import { dynamoWatchList } from "../../shared/store/dynamo/watch.ts";
import type { Dialogues, Identities, ManyIdentities } from "../../shared/store/identity-ports.ts";
import type {
  AcceptedKeys,
  AlertedClocks,
  Assignments,
  BotChats,
  Calendars,
  Centres,
  Cursors,
  DeliveredAlerts,
  Histories,
  IncidentQueue,
  Incidents,
  OpenMatters,
  PosNumbers,
  PublicIncidents,
  Rejections,
  Unsent,
  WatchList,
} from "../../shared/store/ports.ts";
import { handClock } from "../doubles/hand-clock.ts";
import { memoryAlertedClocks } from "../doubles/memory-alerted-clocks.ts";
import { memoryAssignments } from "../doubles/memory-assignments.ts";
import { memoryBotChats } from "../doubles/memory-bot-chats.ts";
import { memoryCalendars, memoryCentres } from "../doubles/memory-centres.ts";
import { memoryCursors } from "../doubles/memory-cursors.ts";
import { memoryHistories } from "../doubles/memory-histories.ts";
import { memoryIdentities } from "../doubles/memory-identities.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryKeys, memoryPseudonyms } from "../doubles/memory-keys.ts";
import { memoryAcceptedKeys, memoryDeliveredAlerts, memoryRejections } from "../doubles/memory-ledger.ts";
import { memoryMatters } from "../doubles/memory-matters.ts";
import { memoryPosNumbers } from "../doubles/memory-pos-numbers.ts";
import { memoryPublicIncidents } from "../doubles/memory-public.ts";
import { memoryQueue } from "../doubles/memory-queue.ts";
import { memoryTable } from "../doubles/memory-table.ts";
import { memoryUnsent } from "../doubles/memory-unsent.ts";
import { memoryWatchList } from "../doubles/memory-watch.ts";
import { recordingCounter } from "../doubles/recording-counter.ts";
import { fixtureCentre, fixtureSignal } from "../fixtures/centre.ts";
import { type Dynoxide, dynoxideIsInstalled, startDynoxide } from "../fixtures/dynoxide.ts";
import { tableCreation } from "../fixtures/table-creation.ts";
import { acceptedKeysContract } from "./accepted-keys.contract.ts";
import { alertedClocksContract } from "./alerted-clocks.contract.ts";
import { assignmentsContract } from "./assignments.contract.ts";
import { botChatsContract } from "./bot-chats.contract.ts";
import { centresContract } from "./centres.contract.ts";
import { cursorsContract } from "./cursors.contract.ts";
import { deliveredAlertsContract } from "./delivered-alerts.contract.ts";
import { historiesContract } from "./histories.contract.ts";
import { identitiesContract } from "./identities.contract.ts";
import { incidentQueueContract } from "./incident-queue.contract.ts";
import { incidentsContract } from "./incidents.contract.ts";
import { mattersContract } from "./matters.contract.ts";
import { posNumbersContract } from "./pos-numbers.contract.ts";
import { publicIncidentsContract } from "./public-incidents.contract.ts";
import { rejectionsContract } from "./rejections.contract.ts";
import { unsentContract } from "./unsent.contract.ts";
import { watchListContract } from "./watch-list.contract.ts";

/** Pages so small that a few incidents take many of them. */
const PAGE = 5;
const MOST_PAGES = 2;

interface Stores {
  readonly incidents: Incidents;
  readonly queue: IncidentQueue;
  readonly publicIncidents: PublicIncidents;
  readonly matters: OpenMatters;
  readonly watchList: WatchList;
  readonly acceptedKeys: AcceptedKeys;
  readonly rejections: Rejections;
  readonly histories: Histories;
  readonly deliveredAlerts: DeliveredAlerts;
  readonly alertedClocks: AlertedClocks;
  readonly centres: Centres;
  readonly calendars: Calendars;
  readonly unsent: Unsent;
  readonly cursors: Cursors;
  readonly botChats: BotChats;
  readonly assignments: Assignments;
  readonly posNumbers: PosNumbers;
  readonly identities: Identities & ManyIdentities;
  readonly dialogues: Dialogues;
}

const inMemory = (): Stores => {
  const table = memoryTable();
  const identities = memoryIdentities();
  return {
    incidents: memoryIncidents(table),
    queue: memoryQueue(table, { mostRead: PAGE * MOST_PAGES }),
    publicIncidents: memoryPublicIncidents(table, PAGE),
    matters: memoryMatters(table),
    watchList: memoryWatchList(table, PAGE),
    acceptedKeys: memoryAcceptedKeys(table),
    rejections: memoryRejections(table),
    histories: memoryHistories(table, PAGE),
    deliveredAlerts: memoryDeliveredAlerts(table),
    alertedClocks: memoryAlertedClocks(table),
    centres: memoryCentres(table),
    calendars: memoryCalendars(table),
    unsent: memoryUnsent(table),
    cursors: memoryCursors(table),
    botChats: memoryBotChats(table),
    assignments: memoryAssignments(table),
    posNumbers: memoryPosNumbers(table),
    identities,
    dialogues: identities,
  };
};

const inDynamo = (table: IncidentTable): Stores => ({
  incidents: dynamoIncidents(table),
  queue: dynamoQueue(table, { page: PAGE, mostPages: MOST_PAGES }),
  publicIncidents: dynamoPublicIncidents(table, PAGE),
  matters: dynamoMatters(table),
  watchList: dynamoWatchList(table, PAGE),
  acceptedKeys: dynamoAcceptedKeys(table),
  rejections: dynamoRejections(table),
  histories: dynamoHistories(table, PAGE),
  deliveredAlerts: dynamoDeliveredAlerts(table),
  alertedClocks: dynamoAlertedClocks(table),
  centres: dynamoCentres(table),
  calendars: dynamoCalendars(table),
  unsent: dynamoUnsent(table),
  cursors: dynamoCursors(table),
  botChats: dynamoBotChats(table),
  assignments: dynamoAssignments(table),
  posNumbers: dynamoPosNumbers(table),
  identities: dynamoIdentities(table),
  dialogues: dynamoDialogues(table),
});

const consumed = z.looseObject({ ConsumedCapacity: z.object({ CapacityUnits: z.number() }) });

/** Counts the units that a table is asked to consume from now on. */
const metered = ({ client }: IncidentTable) => {
  let units = 0;
  client.middlewareStack.add(
    (next) => async (call) => {
      const answer = await next({ ...call, input: { ...call.input, ReturnConsumedCapacity: "TOTAL" } });
      units += consumed.parse(answer.output).ConsumedCapacity.CapacityUnits;
      return answer;
    },
    { step: "initialize" },
  );
  return { units: () => units };
};

/** Keys as long as KMS's own encrypted ones are, which every sealed value carries. */
const longKeys = () => {
  const keys = memoryKeys();
  return {
    generate: async () => {
      const { plain, encrypted } = await keys.generate();
      return { plain, encrypted: Buffer.concat([encrypted], 184) };
    },
    decrypt: (encrypted: Uint8Array) => keys.decrypt(encrypted.subarray(0, 60)),
  };
};

const contracts = (open: () => Promise<Stores>): void => {
  describe("incidents", () => incidentsContract(open));
  describe("the queue", () => incidentQueueContract(open));
  describe("the watch list", () => watchListContract(open));
  describe("what everyone may see", () => publicIncidentsContract(open));
  describe("open matters", () => mattersContract(open));
  describe("accepted keys", () => acceptedKeysContract(open));
  describe("histories", () => historiesContract(open));
  describe("rejections", () => rejectionsContract(open));
  describe("delivered alerts", () => deliveredAlertsContract(open));
  describe("alerted clocks", () => alertedClocksContract(open));
  describe("centres", () => centresContract(open));
  describe("what could not be sent", () => unsentContract(open));
  describe("how far sources were asked", () => cursorsContract(open));
  describe("in which chats bots are", () => botChatsContract(open));
  describe("to whom incidents were given", () => assignmentsContract(open));
  describe("whose a number of the state's platform is", () => posNumbersContract(open));
  describe("identities", () => identitiesContract(open));
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

  it("a new signal of 300 letters costs at most six write units, one to be compared with the next, and who wrote it no more than one of them", async () => {
    const incidents = await emptyTable();
    const identities = await emptyTable();
    const [ofIncidents, ofIdentities] = [metered(incidents), metered(identities)];
    const clock = handClock();
    const sealing = { sealer: envelopeSealer(longKeys(), clock.now), pseudonymOf: memoryPseudonyms() };
    const register = registerSignal({
      incidents: dynamoIncidents(incidents),
      identities: dynamoIdentities(identities),
      sealer: sealing.sealer,
      centre: async () => fixtureCentre(),
      match: nothingMatches,
      now: clock.now,
      counter: recordingCounter(),
    });
    const signal = fixtureSignal({
      source: "123456789",
      externalId: "wall_reply:-123456789:987654",
      text: "Огромная яма на Советской, 12. ".repeat(10).slice(0, 300),
      author: { id: "987654321", name: "Константин Константинопольский" },
      page: "vk.com/club123456789",
      thread: { owner: "-123456789", post: "4567", comment: "987654" },
      place: { lat: 55.751244, lon: 37.618423 },
    });
    expect(await register(await sealSignal(sealing, signal))).toMatchObject({ kind: "opened" });
    expect(ofIdentities.units()).toBe(1);
    expect(ofIncidents.units() + ofIdentities.units()).toBeLessThanOrEqual(6);
  });
});
