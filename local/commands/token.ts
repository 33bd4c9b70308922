import { parseArgs } from "node:util";
import { role as knownRole, roles } from "../../shared/contracts/api.ts";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { runCommand } from "./run-command.ts";
import { staffToken, type Wanted } from "./staff-token.ts";

const usage = `npm run --silent token -- --role <${roles.join("|")}> [--centre <id>] [--authority <id>]`;

await runCommand(async () => {
  const wanted = readArguments(process.argv.slice(2));
  return staffToken(wanted, readSettings(process.env));
});

function readArguments(args: readonly string[]): Wanted {
  try {
    const options = { role: { type: "string" }, centre: { type: "string" }, authority: { type: "string" } } as const;
    const { role, centre, authority } = parseArgs({ args: [...args], options }).values;
    if (role === undefined) throw new StartFailure(`--role is missing: ${usage}`);
    if (!knownRole.safeParse(role).success) {
      throw new StartFailure(`--role ${role} is not one of ${roles.join(", ")}.`);
    }
    return { role, centre: centre ?? DEFAULT_CENTRE, authority };
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new StartFailure(`${thrown.message.split(".")[0]}. Usage: ${usage}`);
    throw thrown;
  }
}
