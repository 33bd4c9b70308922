import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { keyCopiesOf, keyCopyFor } from "../backup/key-copies.ts";
import { restoreBackup } from "../backup/restore-backup.ts";
import { openDataDirectory } from "../data-directory.ts";
import { readErasures } from "../erased.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { runCommand } from "./run-command.ts";

const copyOfKey = (source: string) => keyCopyFor(resolve(source), keyCopiesOf(process.env));

await runCommand(async () => {
  const [source, ...rest] = process.argv.slice(2);
  if (source === undefined || rest.length > 0) throw new StartFailure("Usage: npm run restore -- <backup's directory>");
  const { dataDirectory, backupKeyFile, secretsFile } = readSettings(process.env);
  const directory = openDataDirectory(dataDirectory, "unchecked");
  try {
    const keyFile =
      existsSync(backupKeyFile) || process.env["OTKLIK_BACKUP_KEY"] ? backupKeyFile : await copyOfKey(source);
    const { manifest, kept } = await restoreBackup(dataDirectory, resolve(source), keyFile ?? backupKeyFile);
    const lines = [`Restored ${dataDirectory} as of ${manifest.at}, from Otklik ${manifest.version}.`];
    if (kept !== undefined) lines.push(`What was there before is kept in ${kept}: remove it when all is well.`);
    const since = readErasures(dataDirectory).filter(({ at }) => at > manifest.at).length;
    if (since > 0)
      lines.push(`${since} citizen(s) were erased after this backup: once it runs, npm run citizen -- erase --again`);
    const own = directory.file("secrets.json");
    if (secretsFile !== own) lines.push(`OTKLIK_SECRETS names ${secretsFile}; the backup's secrets are in ${own}.`);
    return [...lines, "Start with: npm start"].join("\n");
  } finally {
    directory.release();
  }
});
