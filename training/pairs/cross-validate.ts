import { learn, told } from "./learn.ts";
import type { Pair } from "./matters.ts";
import { type PairScores, pairScores, SAME_FROM } from "./scores.ts";

const FOLDS = 7;

/** Scores on the hard pairs of families that nothing was learned from. */
export const crossValidate = (learnedFrom: readonly Pair[], judged: readonly Pair[]): PairScores => {
  const families = [...new Set(learnedFrom.flatMap((pair) => pair.families))];
  const answers = Array.from({ length: FOLDS }, (_, fold) => {
    const out = new Set(families.filter((_family, index) => index % FOLDS === fold));
    const known = learn(learnedFrom.filter((pair) => !pair.families.some((family) => out.has(family))));
    return judged
      .filter(({ families: [one = "", other] }) => out.has(one) && one === other)
      .map((pair) => ({ same: pair.same, said: told(known, pair) >= SAME_FROM }));
  });
  return pairScores(answers.flat());
};
