import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type LinearModel, ModelFailure, readModel } from "../../shared/understanding/model/model-file.ts";
import { TrainingFailure } from "../failure.ts";
import { evaluateModel } from "../topics/evaluate-model.ts";
import { readExamples } from "../topics/read-examples.ts";
import { reportEvaluation } from "../topics/report.ts";
import { readArguments } from "./arguments.ts";
import { runCommand } from "./run-command.ts";

const usage =
  "npm run evaluate -- <table.csv|.csv.gz|.xlsx> --text <column> --label <column> [--model <file>] [--json]";
const DEFAULT_MODEL = join(import.meta.dirname, "../../shared/reference/model/default.bin");

await runCommand(async () => {
  const { table, text, labels, model, json } = readArguments(process.argv.slice(2), usage);
  if (labels.length !== 1) throw new TrainingFailure(`Name one column of labels. Usage: ${usage}`);
  const read = await modelAt(model ?? DEFAULT_MODEL);
  const evaluation = evaluateModel(read, await readExamples(table, text, labels));
  return json === true ? JSON.stringify(evaluation.scores) : reportEvaluation(evaluation);
});

async function modelAt(path: string): Promise<LinearModel> {
  const file = await readFile(path).catch((thrown: unknown) => {
    throw new ModelFailure(`${path} cannot be read: does the file exist?`, { cause: thrown });
  });
  return readModel(file);
}
