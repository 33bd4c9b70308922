import type { VirtualClock } from "../ports.ts";
import { StartFailure } from "../start-failure.ts";
import type { Table } from "../template/deployment.ts";
import { createTables } from "./create-tables.ts";
import { connectDynamo, type DynamoServer, type ServerAddress } from "./dynamo-server.ts";
import { createDynoxide } from "./dynoxide.ts";
import { createExpiry, type Expiry } from "./expiry.ts";
import { openStreamRecords } from "./stream-records.ts";
import { createStreams, type TableStreams } from "./streams.ts";

export interface Tables {
  readonly server: DynamoServer;
  /** Where the product's own stores reach the tables. */
  readonly address: ServerAddress;
  readonly streams: TableStreams;
  readonly expiry: Expiry;
  close(): Promise<void>;
}

export interface TablesOptions {
  readonly tables: readonly Table[];
  /** Absolute directory for the embedded server's file. */
  readonly dataDirectory: string;
  /** A compatible server in place of the embedded one. */
  readonly endpoint?: string;
  /** Where the credentials and the region for that server are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: VirtualClock;
  readonly report: (line: string) => void;
  /** The embedded server ends again and again: the runner cannot go on. */
  readonly onCrash: (reason: string) => void;
}

/** Opens the tables of the template, on the embedded server or on a compatible one. */
export async function openTables(options: TablesOptions): Promise<Tables> {
  const { endpoint } = options;
  if (endpoint !== undefined) return openCompatible(endpoint, options);
  const { tables, dataDirectory, clock, report, onCrash } = options;
  const dynoxide = createDynoxide({ dataDirectory, report, onCrash });
  await dynoxide.start();
  const address = { url: dynoxide.url, ...dummy, signed: false, ready: () => dynoxide.ready() };
  const server = connectDynamo(address);
  try {
    const names = await createTables(server, tables);
    const records = openStreamRecords(dynoxide.file);
    const streams = createStreams({ server, names, records, clock });
    const expiry = createExpiry({ server, tables, clock, onTableWrite: () => streams.written(), report });
    const close = async () => {
      await expiry.stop();
      records.close();
      server.close();
      await dynoxide.stop();
    };
    return { server, address, streams, expiry, close };
  } catch (error) {
    server.close();
    await dynoxide.stop();
    throw error;
  }
}

async function openCompatible(
  endpoint: string,
  { tables, environment, clock, report }: TablesOptions,
): Promise<Tables> {
  const url = new URL(endpoint);
  const address = { url, ...credentialsIn(environment), signed: true };
  const server = connectDynamo(address);
  const names = await createTables(server, tables).catch((error: unknown) => {
    server.close();
    if (error instanceof Error && "code" in error) {
      throw new StartFailure(`OTKLIK_DYNAMODB_ENDPOINT=${endpoint} cannot be reached: ${String(error.code)}.`);
    }
    throw error;
  });
  const streams = createStreams({ server, names, clock });
  const expiry = createExpiry({ server, tables, clock, onTableWrite: () => streams.written(), report });
  const close = async () => {
    await expiry.stop();
    server.close();
  };
  return { server, address, streams, expiry, close };
}

const dummy = {
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
} satisfies Pick<ServerAddress, "region" | "credentials">;

/** As the AWS SDK looks them up; a server that checks nothing takes any. */
function credentialsIn(environment: TablesOptions["environment"]): Pick<ServerAddress, "region" | "credentials"> {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = environment["AWS_SESSION_TOKEN"];
  const region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? dummy.region;
  if (accessKeyId === undefined || secretAccessKey === undefined) return { ...dummy, region };
  return { region, credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) } };
}
