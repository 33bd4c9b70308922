import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { names } from "../../shared/contracts/names.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { tableOver } from "../../shared/store/dynamo/table.ts";
import { putCentres } from "../centres/put-centres.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { runCommand } from "./run-command.ts";

const usage = "Usage: npm run centres -- --to aws [--from <folder of the centres' folders>] [--region <region>]";

await runCommand(async () => {
  const { from, region, endpoint } = readArguments();
  const folder = resolve(from ?? join(readSettings(process.env).dataDirectory, "centres"));
  if (!existsSync(folder)) throw new StartFailure(`${folder} is not there. ${usage}`);
  const client = new DynamoDBClient({ ...(region && { region }), ...(endpoint && { endpoint }) });
  try {
    const put = await putCentres(folder, dynamoCentres(tableOver(names.table, client)));
    const lines = put.flatMap(({ id, newRules, stale }) => [
      newRules ? `${id}: its rules are new; reckon its deadlines anew: POST /api/centres/${id}/recompute` : id,
      ...stale.map((why) => `${id}: does nothing: ${why}`),
    ]);
    return [`Put, and in force within a minute: ${put.length} centre(s).`, ...lines].join("\n");
  } finally {
    client.destroy();
  }
});

function readArguments() {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ options: { to: text, from: text, region: text, endpoint: text } });
    if (values.to !== "aws") throw new StartFailure(usage);
    return values;
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new StartFailure(`${thrown.message.split(".")[0]}. ${usage}`);
    throw thrown;
  }
}
