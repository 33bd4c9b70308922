import { likeness } from "../../shared/understanding/same-matter/likeness.ts";
import { TrainingFailure } from "../failure.ts";
import { readPairs } from "../pairs/read-pairs.ts";
import { pairScoreLine, pairScores, SAME_FROM } from "../pairs/scores.ts";
import { parsed } from "./arguments.ts";
import { runCommand } from "./run-command.ts";

const usage =
  "npm run evaluate:pairs -- <pairs.csv|.csv.gz|.xlsx> [--json], with the columns textA, textB, latA, lonA, timeA, latB, lonB, timeB, same";

await runCommand(async () => {
  const { values, positionals } = parsed(process.argv.slice(2), { json: { type: "boolean" } }, usage);
  const [table, ...rest] = positionals;
  if (table === undefined || rest.length > 0) throw new TrainingFailure(`Usage: ${usage}`);
  const pairs = await readPairs(table);
  const scores = pairScores(pairs.map(({ one, other, same }) => ({ same, said: likeness(one, other) >= SAME_FROM })));
  return values.json === true ? JSON.stringify(scores) : pairScoreLine(scores);
});
