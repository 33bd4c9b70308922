import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crossValidate } from "../pairs/cross-validate.ts";
import { learn, told } from "../pairs/learn.ts";
import { type Pair, pairsOf, readMatters, WAYS } from "../pairs/matters.ts";
import { ownPairs, scenePairs, writtenPairs } from "../pairs/own-pairs.ts";
import { pairScoreLine, pairScores, SAME_FROM } from "../pairs/scores.ts";
import { runCommand } from "./run-command.ts";

const WEIGHTS = join(import.meta.dirname, "../../shared/understanding/same-matter/weights.ts");
const rounded = (value: number): string => String(Math.round(value * 1e4) / 1e4);

await runCommand(async () => {
  const pairs = await ownPairs();
  const { bias, weights } = learn(pairs);
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
    ].join("\n"),
  );
  const judge = (what: string, judged: readonly Pair[]): string =>
    `${what}: ${pairScoreLine(crossValidate(pairs, judged))}`;
  const known = { bias, weights };
  const matters = WAYS.flatMap((way) => pairsOf(readMatters(), way));
  return [
    `Learned from ${pairs.length} pairs. On those of families that nothing was learned from:`,
    judge("written one by one", await writtenPairs()),
    judge("of scenes", scenePairs()),
    `of matters: ${pairScoreLine(pairScores(matters.map((pair) => ({ same: pair.same, said: told(known, pair) >= SAME_FROM }))))}`,
  ].join("\n");
});
