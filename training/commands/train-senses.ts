import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writeSenses } from "../../shared/understanding/same-matter/senses.ts";
import { TrainingFailure } from "../failure.ts";
import { learnSenses } from "../pairs/learn-senses.ts";
import { SENSES } from "../pairs/senses-file.ts";
import { readExamples } from "../read-examples.ts";
import { referenceTable } from "../reference-data.ts";
import { runCommand } from "./run-command.ts";

await runCommand(async () => {
  const table = referenceTable("perm-train.csv.gz");
  if (table === undefined)
    throw new TrainingFailure(
      "The messages that senses are made from are not here: ../shared/data/appeals/perm-train.csv.gz.",
    );
  const { texts, columns } = await readExamples(table, "text", ["topic"]);
  const senses = learnSenses(texts, columns[0]?.values ?? []);
  const file = writeSenses(senses);
  await mkdir(dirname(SENSES), { recursive: true });
  await writeFile(SENSES, file);
  return `${senses.words.length} words, ${senses.width} numbers each: ${file.length} bytes.`;
});
