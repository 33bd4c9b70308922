import { spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, expect, onTestFinished, test } from "vitest";
import * as z from "zod/mini";
import { kms } from "../../local/aws/kms.ts";
import { createTables } from "../../local/tables/create-tables.ts";
import { connectDynamo } from "../../local/tables/dynamo-server.ts";
import { readDeployment } from "../../local/template/read-deployment.ts";
import { synthesise } from "../../local/template/synthesise.ts";
import { kmsDataKeys } from "../../shared/platform/kms.ts";
import { keyedPseudonyms } from "../../shared/platform/pseudonyms.ts";
import { openIdentity } from "../../shared/platform/sealed-identity.ts";
import { envelopeSealer } from "../../shared/platform/sealing.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynoxideIsInstalled, startDynoxide } from "../fixtures/dynoxide.ts";
import { dataDirectory, startEdition } from "./edition.ts";

const root = resolve(import.meta.dirname, "../..");
const data = dataDirectory();
const backups = dataDirectory();
const credentials = { accessKeyId: "there", secretAccessKey: "there" };
const environment = {
  ...process.env,
  DATA_DIR: data.path,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: "eu-central-1",
};

afterAll(() => {
  data.remove();
  backups.remove();
});

const address = z.object({ port: z.number() });

/** A keeper of keys elsewhere, with keys of its own. */
const otherKms = async (deployment: ReturnType<typeof readDeployment>) => {
  const alias = deployment.keys.map((key) => (key.use === "encrypt" ? { ...key, id: "alias/otklik-identity" } : key));
  const service = kms(alias, new Map(alias.map(({ id }) => [id, randomBytes(32)])));
  const server = createServer((request, response) => {
    void (async () => {
      const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
      const json: unknown = JSON.parse(await text(request));
      const call = { service: "kms", functionName: "", operation, body: Buffer.alloc(0), json, headers: {} } as const;
      const { status, body, headers } = await service.handle(call);
      response.writeHead(status, headers).end(body);
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${address.parse(server.address()).port}`;
};

const run = async (command: string, ...args: readonly string[]) => {
  const child = spawn(process.execPath, [`local/commands/${command}.ts`, ...args], { cwd: root, env: environment });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr };
};

test.skipIf(!dynoxideIsInstalled)(
  "everything but queues moves to other tables and another keeper of keys, once, and can be broken off",
  async () => {
    const deployment = readDeployment(
      await synthesise({ project: root, build: join(root, ".build") }),
      "http://127.0.0.1:1",
    );
    const there = await startDynoxide();
    onTestFinished(() => there.stop());
    const target = { url: new URL(there.endpoint), region: "eu-central-1", credentials, signed: true };
    const server = connectDynamo(target);
    onTestFinished(() => server.close());
    await createTables(server, deployment.tables);
    const keeper = await otherKms(deployment);
    const move = (...args: readonly string[]) =>
      run("move", "--to", "aws", "--endpoint", there.endpoint, "--kms-endpoint", keeper, ...args);

    const edition = await startEdition(data.path, { OTKLIK_CLOCK: "2026-03-10T09:00:00+03:00" });
    for (const number of [1, 2, 3]) {
      const author = { name: `Житель ${number}`, contact: `+7 900 ${number}` };
      await edition.postSignal({ text: `Нет света ${number}`, externalId: `m-${number}`, author }, `m-${number}`);
    }
    expect((await move()).stderr).toMatch(/^DATA_DIR \S+ is in use by a running Otklik/);
    await edition.kill();
    const unfinished = await startEdition(data.path);
    await unfinished.postSignal({ text: "Ещё одно", externalId: "m-4" }, "m-4");
    await unfinished.kill();
    const refusal = (await move()).stderr;
    if (refusal !== "") expect(refusal).toMatch(/^\S+ holds unfinished work, .* see docs\/moving-to-aws\.md\.\n$/);

    const drained = await startEdition(data.path);
    await drained.advance({ advance: "PT0S" });
    expect((await drained.incidents()).items).toHaveLength(4);
    expect((await run("backup", join(backups.path, "b"))).stderr).toBe("");
    await drained.stop();

    const [dry, first, second] = [await move("--dry-run"), await move("--from", join(backups.path, "b")), await move()];
    expect(dry.stdout).toMatch(/otklik-incidents +\d+ +0 +0\n[^]*dry run/);
    expect(first.stderr).toBe("");
    const [, items = ""] = /otklik-incidents +(\d+) +\1 +0/.exec(first.stdout) ?? [];
    expect(Number(items)).toBeGreaterThanOrEqual(4);
    expect(second.stdout).toMatch(new RegExp(`otklik-incidents +${items} +0 +${items}`));

    const client = new DynamoDBClient({ endpoint: there.endpoint, region: "eu-central-1", credentials });
    const keys = kmsDataKeys(
      async () => new KMSClient({ endpoint: keeper, region: "eu-central-1", credentials }),
      "alias/otklik-identity",
    );
    const { Items = [] } = await client.send(new ScanCommand({ TableName: "otklik-identities" }));
    const sealer = envelopeSealer(keys, Date.now);
    const opened = await Promise.all(
      Items.map(({ pk, sealed }) => openIdentity(sealer, pk?.S ?? "", sealed?.B ?? new Uint8Array())),
    );
    expect(JSON.stringify(opened)).toContain("Житель 1");
    expect(Items).toHaveLength(3);

    // The pseudonyms' key, as KMS imports it: it makes the pseudonyms that are there.
    const keyFile = join(backups.path, "pseudonyms.key");
    expect((await move("--pseudonym-key", keyFile)).stderr).toBe("");
    const derived = createHmac("sha256", readFileSync(keyFile)).update("otklik: pseudonyms of citizens, 1").digest();
    const author = { channel: "partner", source: "example", id: "+7 900 1" };
    expect(Items.map(({ pk }) => pk?.S)).toContain(await keyedPseudonyms(async () => derived)(author));

    // And the centres' data, changed and put there by themselves.
    const file = join(data.path, "centres/lipetsk/centre.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(/"name": "[^"]+"/, '"name": "Другое имя"'));
    const centres = (...args: readonly string[]) =>
      run("centres", "--to", "aws", "--endpoint", there.endpoint, ...args);
    expect((await centres()).stdout).toContain("1 centre(s).\nlipetsk\n");
    const table = { name: "otklik-incidents", client: DynamoDBDocumentClient.from(client) };
    expect((await dynamoCentres(table).read("lipetsk"))?.centre.name).toBe("Другое имя");
    writeFileSync(file, "{");
    expect((await centres()).stderr).toMatch(/^Nothing was put\. What is wrong:\n\S+lipetsk: centre\.json is not JSON/);
    client.destroy();
  },
  120_000,
);
