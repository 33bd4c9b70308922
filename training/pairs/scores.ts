export interface PairScores {
  readonly n: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** From this likelihood on a pair counts as one matter: where F1 is highest in cross-validation on the pairs written one by one. */
export const SAME_FROM = 0.4;

/** How good it is to say of pairs that they are of one matter, or that they are not. */
export const pairScores = (answers: readonly { readonly same: boolean; readonly said: boolean }[]): PairScores => {
  const right = answers.filter(({ same, said }) => same && said).length;
  const said = answers.filter((answer) => answer.said).length;
  const same = answers.filter((answer) => answer.same).length;
  const share = (whole: number): number => (whole === 0 ? 0 : right / whole);
  const f1 = said + same === 0 ? 0 : (2 * right) / (said + same);
  return { n: answers.length, precision: share(said), recall: share(same), f1 };
};

export const pairScoreLine = ({ n, precision, recall, f1 }: PairScores): string =>
  `${n} pairs: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`;
