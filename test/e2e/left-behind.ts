import { join, resolve } from "node:path";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { createVirtualClock } from "../../local/clock/virtual-clock.ts";
import { createEmbeddedQueues } from "../../local/queues/embedded-queues.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";
import { openTables } from "../../local/tables/open-tables.ts";
import type { Deployment } from "../../local/template/deployment.ts";
import { readDeployment } from "../../local/template/read-deployment.ts";
import { OUTBOX } from "../../shared/store/keys.ts";
import { synthesise } from "../../local/template/synthesise.ts";

const project = resolve(import.meta.dirname, "../..");

/** What the project's own template asks for. */
export const projectDeployment = async (): Promise<Deployment> =>
  readDeployment(await synthesise({ project, build: join(project, ".build") }), "http://127.0.0.1:1");

const fail = (what: string): never => {
  throw new Error(what);
};

/** Items by their table, and messages by their queue. */
interface Left {
  readonly items: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly messages: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * Leaves in a data directory, before its edition starts, what no call from outside could bring about: what no function
 * can read (a message in every queue that is worked off, an item in every table that is followed), and what is given.
 */
export const leaveBehind = async (directory: string, { items, messages }: Left): Promise<void> => {
  const { queues, tables } = await projectDeployment();
  const store = openRunnerStore(directory);
  const clock = await createVirtualClock({ store });
  const embedded = createEmbeddedQueues({ store, clock, queues, report: fail });
  await embedded.start();
  for (const { name, redrive } of queues)
    if (redrive !== undefined) await embedded.send(name, [{ body: "not what this queue carries" }]);
  for (const [name, left] of Object.entries(messages))
    await embedded.send(
      name,
      left.map((message) => ({ body: JSON.stringify(message) })),
    );
  await embedded.stop();
  await store.close();

  const open = await openTables({
    tables,
    dataDirectory: directory,
    environment: {},
    clock,
    report: fail,
    onCrash: fail,
  });
  const { url, region, credentials } = open.address;
  const client = new DynamoDBClient({ endpoint: url.href, region, credentials });
  for (const { name, streamArn } of tables)
    if (streamArn !== undefined)
      await client.send(
        new PutItemCommand({
          TableName: name,
          Item: { pk: { S: "unreadable" }, state: { S: "unreadable" }, [OUTBOX]: { S: "unreadable" } },
        }),
      );
  for (const [name, several] of Object.entries(items))
    for (const item of several)
      await client.send(new PutItemCommand({ TableName: name, Item: marshall(item, { removeUndefinedValues: true }) }));
  client.destroy();
  await open.close();
};
