import { existsSync } from "node:fs";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { writeModel } from "../../shared/understanding/model/model-file.ts";
import { TrainingFailure } from "../failure.ts";
import { readExamples } from "../topics/read-examples.ts";
import { reportCard } from "../topics/report.ts";
import { trainModel } from "../topics/train-model.ts";
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
  await requireWritable(out);
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
  await toFile(out, async (partial) => {
    await writeFile(partial, writeModel(model));
    await rename(partial, out);
  });
  return `${reportCard(model.card)}\nWritten: ${out}`;
});

/** Leaves nothing behind, and a model that is there as it is. */
async function requireWritable(out: string): Promise<void> {
  const there = await stat(out).catch(() => undefined);
  if (there?.isDirectory() === true)
    throw new TrainingFailure(`The model cannot be written to ${out}: it is a folder. Name a file in it.`);
  await toFile(out, async (partial) => {
    await writeFile(partial, "");
    await rm(partial);
  });
}

async function toFile(out: string, write: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${out}.partial`;
  try {
    await write(partial);
  } catch (thrown) {
    await rm(partial, { force: true }).catch(() => undefined);
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new TrainingFailure(`The model cannot be written to ${out}: ${why}. Name another file.`, { cause: thrown });
  }
}
