import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod/mini";
import { kms } from "../aws/kms.ts";
import { readKeyFile } from "../key-file.ts";
import { StartFailure } from "../start-failure.ts";
import { createDynoxide } from "../tables/dynoxide.ts";
import type { Deployment } from "../template/deployment.ts";
import { type MovedTable, moveTable } from "./move-table.ts";
import { resealing } from "./reseal.ts";
import { unfinishedWork } from "./unfinished.ts";

export interface MoveOrder {
  /** Absolute: a data directory that nothing runs on. */
  readonly directory: string;
  readonly deployment: Deployment;
  /** Where to, as the AWS SDK finds it; an endpoint for what is not AWS itself. */
  readonly to: { readonly region?: string; readonly endpoint?: string; readonly kmsEndpoint?: string };
  /** The KMS key there that seals what names a citizen: id, ARN or alias. */
  readonly identityKey: string;
  /** Queues whose messages may stay behind. */
  readonly left: readonly string[];
  readonly dryRun: boolean;
}

const tableKey = z.looseObject({ KeySchema: z.array(z.looseObject({ AttributeName: z.string() })) });
const opened = z.object({ Plaintext: z.string() });

/** Moves every table of the template. Queues do not move: what is in them has to be worked off before. */
export async function moveAway(order: MoveOrder): Promise<readonly MovedTable[]> {
  const { directory, deployment, to } = order;
  const unfinished = unfinishedWork(directory, order.left);
  if (unfinished.length > 0) {
    throw new StartFailure(
      `${directory} holds unfinished work, which does not move (${unfinished.join("; ")}). Let it be worked off: see docs/moving-to-aws.md.`,
    );
  }
  const stop = (line: string): never => {
    throw new Error(line);
  };
  const server = createDynoxide({ dataDirectory: directory, report: stop, onCrash: stop });
  await server.start();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const from = new DynamoDBClient({ endpoint: server.url.href, region: "local-1", credentials });
  const region = to.region === undefined ? {} : { region: to.region };
  const there = new DynamoDBClient({ ...region, ...(to.endpoint !== undefined && { endpoint: to.endpoint }) });
  const keeper = new KMSClient({ ...region, ...(to.kmsEndpoint !== undefined && { endpoint: to.kmsEndpoint }) });
  const change = order.dryRun
    ? async <Item>(item: Item) => item
    : resealing((what) => keyChange(order, keeper, { holds: what }));
  try {
    const moved: MovedTable[] = [];
    for (const { name, creation } of deployment.tables) {
      const key = tableKey.parse(creation).KeySchema[0]?.AttributeName ?? "";
      moved.push(await moveTable({ table: name, key, from, to: there, change, dryRun: order.dryRun }));
    }
    return moved;
  } finally {
    for (const client of [from, there, keeper]) client.destroy();
    await server.stop();
  }
}

function keyChange(
  { directory, deployment, identityKey }: MoveOrder,
  keeper: KMSClient,
  EncryptionContext: Readonly<Record<string, string>>,
) {
  const own = kms(deployment.keys, readKeyFile(`${directory}/keys.json`));
  const openWith = async (KeyId: string, encrypted: Uint8Array): Promise<Buffer | undefined> => {
    const json = { KeyId, CiphertextBlob: Buffer.from(encrypted).toString("base64"), EncryptionContext };
    const call = { service: "kms", functionName: "move", operation: "Decrypt", headers: {} } as const;
    const { status, body } = await own.handle({ ...call, json, body: Buffer.alloc(0) });
    return status === 200 ? Buffer.from(opened.parse(JSON.parse(String(body))).Plaintext, "base64") : undefined;
  };
  return {
    open: async (encrypted: Uint8Array) => {
      for (const { id, use } of deployment.keys) {
        const plain = use === "encrypt" ? await openWith(id, encrypted) : undefined;
        if (plain !== undefined) return plain;
      }
      throw new StartFailure(`A sealed value does not open with ${directory}/keys.json: nothing more was moved.`);
    },
    close: async (plain: Uint8Array) => {
      const { CiphertextBlob } = await keeper.send(
        new EncryptCommand({ KeyId: identityKey, Plaintext: plain, EncryptionContext: { ...EncryptionContext } }),
      );
      if (CiphertextBlob === undefined) throw new Error(`${identityKey} encrypted nothing.`);
      return CiphertextBlob;
    },
  };
}
