import { resolve } from "node:path";
import * as z from "zod/mini";
import { backedUp, type BackupReport, takeBackup } from "../backup/take-backup.ts";
import { openDataDirectory, readRunningEdition } from "../data-directory.ts";
import { OWNER_HEADER } from "../http/owner.ts";
import { readSettings, type Settings } from "../settings.ts";
import { keepKeyCopy, keyCopiesOf } from "../backup/key-copies.ts";
import { StartFailure } from "../start-failure.ts";
import { askEdition } from "./ask-edition.ts";
import { runCommand } from "./run-command.ts";
import { size } from "./size.ts";

const answered = z.object({
  target: z.string(),
  at: z.string(),
  files: z.number(),
  bytes: z.number(),
  keyFile: z.string(),
  keyMade: z.boolean(),
});

await runCommand(async () => {
  const [given, ...rest] = process.argv.slice(2);
  if (given === undefined || rest.length > 0) throw new StartFailure("Usage: npm run backup -- <new directory>");
  const settings = readSettings(process.env);
  const order = { target: resolve(given), keyFile: settings.backupKeyFile };
  const report = (await askRunning(settings, order)) ?? (await takeAlone(settings, order));
  return [...said(report), keepKeyCopy(keyCopiesOf(process.env), report.keyFile)].join("\n");
});

/** The stores belong to the edition that runs. */
async function askRunning({ dataDirectory }: Settings, order: { target: string; keyFile: string }) {
  const edition = readRunningEdition(dataDirectory);
  if (edition === undefined) return undefined;
  const answer = await askEdition(`${edition.address}/local/backup`, order, { [OWNER_HEADER]: edition.ownerKey });
  return answer === undefined ? undefined : answered.parse(answer);
}

async function takeAlone(settings: Settings, order: { target: string; keyFile: string }): Promise<BackupReport> {
  const directory = openDataDirectory(settings.dataDirectory);
  try {
    return await takeBackup({ ...order, ...backedUp(settings) });
  } finally {
    directory.release();
  }
}

function said({ target, at, files, bytes, keyFile, keyMade }: BackupReport): readonly string[] {
  const lines = [`Backed up as of ${at} to ${target}: ${files} files, ${size(bytes)}, encrypted.`];
  if (keyMade) {
    lines.push(
      `The key is ${keyFile}, made just now. Copy it to a place of its own, apart from this machine and from the backups: without it none can be restored.`,
    );
  }
  return lines;
}
