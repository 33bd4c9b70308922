import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { writeModel } from "../../shared/understanding/model/model-file.ts";
import { TrainingFailure } from "../failure.ts";
import { readExamples } from "../read-examples.ts";
import { reportCard } from "../report.ts";
import { trainModel } from "../train-model.ts";
import { readArguments } from "./arguments.ts";
import { progress, runCommand } from "./run-command.ts";

const usage =
  'npm run train -- <table.csv|.csv.gz|.xlsx> --text <column> --label <column>… --out <file> [--source "<whose>"]';

/** A table of many messages is a history, whose rare words are left out; a short one needs all it has. */
const HISTORY = 5_000;

await runCommand(async () => {
  const { table, text, labels, out, source } = readArguments(process.argv.slice(2), usage);
  if (out === undefined) throw new TrainingFailure(`Usage: ${usage}`);
  // Said now: who trains for minutes does not want to hear it afterwards.
  if (!existsSync(dirname(out)))
    throw new TrainingFailure(`There is no folder ${dirname(out)} for the model. Make it first.`);
  const examples = await readExamples(table, text, labels);
  const model = trainModel(examples, {
    name: basename(out),
    source: source ?? basename(table),
    trainedAt: new Date().toISOString(),
    seed: 1,
    leastMessages: examples.texts.length < HISTORY ? 2 : 5,
    tell: progress(),
  });
  // In one step: what serves the file never reads half of it.
  await writeFile(`${out}.partial`, writeModel(model));
  await rename(`${out}.partial`, out);
  return `${reportCard(model.card)}\nWritten: ${out}`;
});
