import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readBackup } from "../backup/restore-backup.ts";
import { openDataDirectory } from "../data-directory.ts";
import { moveAway } from "../move/move.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { readDeployment } from "../template/read-deployment.ts";
import { synthesise } from "../template/synthesise.ts";
import { runCommand } from "./run-command.ts";
import { table } from "./table.ts";

const usage =
  "Usage: npm run move -- --to aws [--from <backup>] [--key <KMS key of identities>] [--region <region>] [--leave <queue>]… [--dry-run]";
const project = resolve(import.meta.dirname, "../..");

await runCommand(async () => {
  const given = readArguments();
  const { dataDirectory, backupKeyFile } = readSettings(process.env);
  const assembly = await synthesise({ project, build: join(project, ".build") });
  const order = {
    // Queues' addresses are of no use here.
    deployment: readDeployment(assembly, "http://127.0.0.1:1"),
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
