import type { SecretsDocument } from "./secrets-document.ts";
import type { Settings } from "./settings.ts";

/**
 * What the screen says once everything serves: where, and what to try next, as lines that work as printed. They look the
 * key up where it lies: a screen ends up in the system's journal, and a key there is nobody's secret any more.
 */
export function welcome(address: string, settings: Settings, secrets: SecretsDocument): string {
  const lines = [
    `otklik ready ${address}`,
    "",
    `  dashboards   ${address}/`,
    `  data         ${settings.dataDirectory}`,
  ];
  if ((secrets.partners ?? []).length > 0) {
    lines.push(
      "",
      "Send a message as a citizen would:",
      `  curl -X POST ${address}/signals -H "Authorization: Bearer $(${keyIn(settings)})" -H 'Idempotency-Key: first-try' -H 'Content-Type: application/json' -d '{"text":"На улице Зегеля яма на дороге"}'`,
    );
  }
  lines.push(
    "",
    "See the incident that it became:",
    `  curl ${address}/api/incidents -H "Authorization: Bearer $(${exportsOf(settings)}npm run --silent token -- --role operator)"`,
  );
  return lines.join("\n");
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const keyIn = ({ secretsFile }: Settings): string =>
  `node -p ${quoted(`JSON.parse(fs.readFileSync(${JSON.stringify(secretsFile)})).partners[0].key`)}`;

/** A command in another terminal finds the same directory and secrets only when it is told which. */
function exportsOf({ dataDirectory, secretsFile }: Settings): string {
  const directory = process.env["DATA_DIR"] === undefined ? "" : `DATA_DIR=${quoted(dataDirectory)} `;
  return process.env["OTKLIK_SECRETS"] ? `${directory}OTKLIK_SECRETS=${quoted(secretsFile)} ` : directory;
}
