import { type ParseArgsConfig, parseArgs } from "node:util";
import { TrainingFailure } from "../failure.ts";

const options = {
  text: { type: "string" },
  label: { type: "string", multiple: true },
  out: { type: "string" },
  model: { type: "string" },
  source: { type: "string" },
  json: { type: "boolean" },
} as const;

/** What a command of training was asked for: a table, the column of the texts, those of the labels, and the rest. */
export function readArguments(args: readonly string[], usage: string) {
  const { values, positionals } = parsed(args, options, usage);
  const [table, ...rest] = positionals;
  const { text, label } = values;
  if (table === undefined || rest.length > 0 || text === undefined || label === undefined)
    throw new TrainingFailure(`Usage: ${usage}`);
  return { ...values, table, text, labels: [...new Set(label)] };
}

/** The words of a command; what it does not know is refused with how it is used. */
export function parsed<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new TrainingFailure(`${thrown.message.split(".")[0]}. Usage: ${usage}`);
    throw thrown;
  }
}
