import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crossValidate } from "../pairs/cross-validate.ts";
import { learn } from "../pairs/learn.ts";
import { type Coordinates, pairsOf, readMatters } from "../pairs/matters.ts";
import { writtenPairs } from "../pairs/own-pairs.ts";
import { pairScoreLine } from "../pairs/scores.ts";
import { runCommand } from "./run-command.ts";

const WEIGHTS = join(import.meta.dirname, "../../shared/understanding/same-matter/weights.ts");
const WAYS: readonly Coordinates[] = ["written", "all", "none"];
const rounded = (value: number): string => String(Math.round(value * 1e4) / 1e4);

await runCommand(async () => {
  const messages = readMatters();
  const written = await writtenPairs();
  const pairs = [...WAYS.flatMap((way) => pairsOf(messages, way)), ...written];
  const { bias, weights, senseWeights } = learn(pairs);
  const lines = [...weights].map(([name, weight]) => `  ${name}: ${rounded(weight)},`);
  writeFileSync(
    WEIGHTS,
    [
      "/** Made by `npm run train:pairs`: how much each feature of a pair speaks for one matter. */",
      `export const BIAS = ${rounded(bias)};`,
      "",
      "export const weights: Readonly<Record<string, number>> = {",
      ...lines,
      "};",
      "",
      "/** How much each number of what words point to counts beside. */",
      `export const senseWeights: readonly number[] = [${senseWeights.map(rounded).join(", ")}];`,
      "",
    ].join("\n"),
  );
  const judged = WAYS.map(
    (way) => `coordinates ${way}: ${pairScoreLine(crossValidate(pairs, pairsOf(messages, way, 0)))}`,
  );
  judged.push(`written one by one: ${pairScoreLine(crossValidate(pairs, written))}`);
  return [`Learned from ${pairs.length} pairs. On families that nothing was learned from:`, ...judged].join("\n");
});
