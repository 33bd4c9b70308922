import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeModel } from "../../shared/understanding/model/model-file.ts";
import { TrainingFailure } from "../failure.ts";
import { referenceTable } from "../reference-data.ts";
import { readExamples } from "../topics/read-examples.ts";
import { reportCard } from "../topics/report.ts";
import { trainModel } from "../topics/train-model.ts";
import { progress, runCommand } from "./run-command.ts";

const OUT = join(import.meta.dirname, "../../shared/reference/model/default.bin");

await runCommand(async () => {
  const table = referenceTable("perm-train.csv.gz");
  if (table === undefined)
    throw new TrainingFailure(
      "The messages the default model is made from are not here: ../shared/data/appeals/perm-train.csv.gz.",
    );
  const model = trainModel(await readExamples(table, "text", ["group", "topic", "executor"]), {
    name: "default",
    source:
      "Messages of citizens of Perm krai in social networks with the labels of its control centre, of the contest " +
      "«Обработка обращений граждан» (2023), no licence stated. Personal data were masked; features of fewer than five " +
      "messages were left out; the file holds hashes and weights and no texts.",
    trainedAt: new Date().toISOString(),
    seed: 1,
    leastMessages: 5,
    tell: progress(),
  });
  await mkdir(dirname(OUT), { recursive: true });
  await writeFile(OUT, writeModel(model));
  return reportCard(model.card);
});
