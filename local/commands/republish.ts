import { parseArgs } from "node:util";
import { functionName } from "../../shared/contracts/names.ts";
import { type RepublishReport, republishReport, republishRequest } from "../../shared/contracts/republish.ts";
import { StartFailure } from "../start-failure.ts";
import { invokeHere, invokeOnAws } from "./invoke-function.ts";
import { runCommand } from "./run-command.ts";

const usage = `Usage: npm run republish -- --from <ISO instant> --to <ISO instant> [--dry-run] [--aws]`;

const asked = () => {
  const options = {
    from: { type: "string" },
    to: { type: "string" },
    "dry-run": { type: "boolean" },
    aws: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const period = republishRequest.safeParse({ from: values.from, to: values.to, dryRun: values["dry-run"] ?? false });
    if (period.success && Date.parse(period.data.from) < Date.parse(period.data.to))
      return { period: period.data, invoke: values.aws === true ? invokeOnAws : invokeHere };
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
  }
  throw new StartFailure(usage);
};

await runCommand(async () => {
  const { period, invoke } = asked();
  const sum = { read: 0, events: 0 };
  let cursor: RepublishReport["cursor"];
  do {
    const event = { ...period, ...(cursor === undefined ? {} : { cursor }) };
    const report = republishReport.parse(await invoke(functionName("republish"), event));
    sum.read += report.read;
    sum.events += report.events;
    cursor = report.cursor;
  } while (cursor !== undefined);
  const looked = `${sum.read} incidents and rejections were read`;
  return period.dryRun
    ? `${looked}; ${sum.events} events would be announced again. Nothing was.`
    : `${looked}; ${sum.events} events were announced again, with the ids they had.`;
});
