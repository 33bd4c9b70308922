import { readFileSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { readTable } from "../shared/tables/read-table.ts";
import { classifier } from "../shared/understanding/model/classify.ts";
import { type LinearModel, readModel } from "../shared/understanding/model/model-file.ts";
import { referenceTable } from "../training/reference-data.ts";
import { readingSubjects, usualSubjects } from "../training/subjects/usual-subjects.ts";
import { type Evaluation, evaluateModel } from "../training/topics/evaluate-model.ts";
import { type Examples, readExamples } from "../training/topics/read-examples.ts";
import { trainModel } from "../training/topics/train-model.ts";
import { benchDangers } from "./dangers.ts";
import { benchSameMatter } from "./same-matter.ts";
import { benchSignals, inventedMessages } from "./signal.ts";

const MODEL = join(import.meta.dirname, "../shared/reference/model/default.bin");
const LOADS = 5;
const read = readingSubjects(usualSubjects());

const say = (line = ""): void => void process.stdout.write(`${line}\n`);
const figure = (value: number): string => value.toFixed(3);
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

const dev = referenceTable("perm-dev.csv.gz");
const ryazan = referenceTable("ryazan.csv.gz");
const perms = dev === undefined ? [] : (await readExamples(dev, "text", ["group"])).texts;
const signalRows = await benchSignals([
  { what: "our own", texts: inventedMessages() },
  ...(dev === undefined ? [] : [{ what: "Perm's", texts: perms }]),
]);

say(
  `Measured by \`npm run bench:understanding\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${cpus().length} cores.`,
);
say();
say("| what | figure | aim |");
say("|---|---|---|");
const { model, milliseconds } = load();
say(
  `| the default model: size of the file, load | ${(statSync(MODEL).size / 1e6).toFixed(1)} MB, ${milliseconds.toFixed(0)} ms | ≤ 16 MB, ≤ 60 ms |`,
);
if (dev === undefined) say("| labelled messages of Perm | not here: ../shared/data/appeals/perm-dev.csv.gz | |");
else await benchDefault(model, dev);
for (const row of signalRows) say(row);
if (ryazan === undefined) say("| labelled messages of Ryazan | not here: ../shared/data/appeals/ryazan.csv.gz | |");
else await benchOwn(ryazan);
for (const row of benchDangers(perms)) say(row);
for (const row of await benchSameMatter()) say(row);

/** From the file to the first answer; the quickest of some, as other work on the machine is none of the model's. */
function load(): { readonly model: LinearModel; readonly milliseconds: number } {
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < LOADS; turn++) {
    const start = performance.now();
    classifier(readModel(readFileSync(MODEL)), read)("Нет горячей воды");
    best = Math.min(best, performance.now() - start);
  }
  return { model: readModel(readFileSync(MODEL)), milliseconds: best };
}

async function benchDefault(model: LinearModel, table: string): Promise<void> {
  const group = await evaluated(model, table, "group");
  const topic = await evaluated(model, table, "topic");
  const executor = await evaluated(model, table, "executor");
  say(
    `| group, weighted F1 (${group.labels.length} labels, ${group.scores.n} messages) | ${figure(group.scores.weightedF1)} | ≥ .80 |`,
  );
  say(
    `| topic, weighted F1 (${topic.labels.length}) / in the top three | ${figure(topic.scores.weightedF1)} / ${figure(topic.scores.top3)} | ≥ .50 / ≥ .78 |`,
  );
  say(`| executor, weighted F1 (${executor.labels.length}) | ${figure(executor.scores.weightedF1)} | ≥ .80 |`);
  say(
    `| groups applied by themselves, of them right | ${percent(group.sure.share)}, ${percent(group.sure.right)} | ≥ 45 % at ≥ 95 % |`,
  );
  say(
    `| calibration error: group, topic, executor | ${[group, topic, executor].map(({ scores }) => figure(scores.ece)).join(", ")} | |`,
  );
  const { texts } = await readExamples(table, "text", ["group"]);
  const classify = classifier(model, read);
  for (const text of texts) classify(text);
  const before = process.cpuUsage();
  for (const text of texts) classify(text);
  const { user, system } = process.cpuUsage(before);
  const each = (user + system) / texts.length;
  say(
    `| group, topic and executor of a message, with the sketch that tells its subjects, one core | ${each.toFixed(0)} µs | ≤ 300 µs with all the rest |`,
  );
}

async function evaluated(model: LinearModel, table: string, column: string): Promise<Evaluation> {
  return evaluateModel(model, await readExamples(table, "text", [column]));
}

/** A model of a centre's own, from the parts of the table that are for learning. */
async function benchOwn(table: string): Promise<void> {
  const own = trainModel(await part(table, (name) => name !== "heldout"), {
    name: "own",
    source: "",
    trainedAt: "",
    seed: 1,
    leastMessages: 2,
    tell: () => undefined,
  });
  const { scores } = evaluateModel(own, await part(table, (name) => name === "heldout"));
  say(
    `| category of another city, trained on its own 80 %, weighted F1 (${scores.n} messages) | ${figure(scores.weightedF1)} | ≥ .64 |`,
  );
}

async function part(table: string, wanted: (name: string) => boolean): Promise<Examples> {
  const texts: string[] = [];
  const values: string[] = [];
  for await (const { cells } of readTable(table)) {
    if (!wanted(cells.get("hash_part") ?? "")) continue;
    texts.push(cells.get("text") ?? "");
    values.push(cells.get("category") ?? "");
  }
  return { texts, columns: [{ name: "category", values }] };
}
