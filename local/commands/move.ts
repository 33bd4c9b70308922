import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readBackup } from "../backup/restore-backup.ts";
import { openDataDirectory } from "../data-directory.ts";
import { readKeyFile } from "../key-file.ts";
import { moveAway } from "../move/move.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import type { Key } from "../template/deployment.ts";
import { readDeployment } from "../template/read-deployment.ts";
import { synthesise } from "../template/synthesise.ts";
import { runCommand } from "./run-command.ts";
import { table } from "./table.ts";

const usage =
  "Usage: npm run move -- --to aws [--from <backup>] [--key <KMS key of identities>] [--region <region>] [--leave <queue>]… [--dry-run], or --to aws --pseudonym-key <new file>";
/** Queues' addresses are of no use here. */
const NO_QUEUES = "http://127.0.0.1:1";
const project = resolve(import.meta.dirname, "../..");

await runCommand(async () => {
  const given = readArguments();
  const { dataDirectory, backupKeyFile } = readSettings(process.env);
  const assembly = await synthesise({ project, build: join(project, ".build") });
  const deployment = readDeployment(assembly, NO_QUEUES);
  const bytesFile = given["pseudonym-key"];
  if (bytesFile !== undefined)
    return writePseudonymKey(resolve(bytesFile), readKeyFile(join(dataDirectory, "keys.json")), deployment.keys);
  const order = {
    deployment,
    to: {
      ...(given.region !== undefined && { region: given.region }),
      ...(given.endpoint !== undefined && { endpoint: given.endpoint }),
      ...(given["kms-endpoint"] !== undefined && { kmsEndpoint: given["kms-endpoint"] }),
    },
    identityKey: given.key ?? "alias/otklik-identity",
    left: given.leave ?? [],
    dryRun: given["dry-run"] ?? false,
  };
  const moved =
    given.from === undefined
      ? await ofDirectory(dataDirectory, (directory) => moveAway({ ...order, directory }))
      : await ofBackup(resolve(given.from), backupKeyFile, (directory) => moveAway({ ...order, directory }));
  const rows = moved.map((one) => [one.table, String(one.items), String(one.moved), String(one.there)]);
  const counts = table(["table", "items", "moved", "there already"], rows);
  return order.dryRun ? `${counts}\nNothing was written: this was a dry run.` : counts;
});

function readArguments() {
  const options = {
    to: { type: "string" },
    from: { type: "string" },
    key: { type: "string" },
    region: { type: "string" },
    endpoint: { type: "string" },
    "kms-endpoint": { type: "string" },
    leave: { type: "string", multiple: true },
    "dry-run": { type: "boolean" },
    "pseudonym-key": { type: "string" },
  } as const;
  try {
    const { values } = parseArgs({ options });
    if (values.to !== "aws") throw new StartFailure(usage);
    return values;
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new StartFailure(`${thrown.message.split(".")[0]}. ${usage}`);
    throw thrown;
  }
}

/** Writes down the bytes that the pseudonyms are made with, for KMS to import: nothing else tells which key of the file it is. */
function writePseudonymKey(file: string, held: ReadonlyMap<string, Buffer>, keys: readonly Key[]): string {
  const bytes = held.get(keys.find(({ use }) => use === "mac")?.id ?? "");
  if (bytes === undefined) throw new StartFailure("keys.json of DATA_DIR holds no key of pseudonyms.");
  if (existsSync(file)) throw new StartFailure(`${file} is there already: name a new file.`);
  writeFileSync(file, bytes, { mode: 0o600 });
  return `${file} holds the key of the pseudonyms. Import it as docs/moving-to-aws.md says, then remove the file.`;
}

async function ofDirectory<Answer>(path: string, work: (directory: string) => Promise<Answer>): Promise<Answer> {
  const directory = openDataDirectory(path);
  try {
    return await work(directory.path);
  } finally {
    directory.release();
  }
}

/** The backup lies there decrypted only as long as it is read. */
async function ofBackup<Answer>(
  backup: string,
  keyFile: string,
  work: (directory: string) => Promise<Answer>,
): Promise<Answer> {
  const directory = mkdtempSync(join(tmpdir(), "otklik-move-"));
  try {
    await readBackup(backup, keyFile, directory);
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
