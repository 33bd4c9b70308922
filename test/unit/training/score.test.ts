import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softmax } from "../../../shared/understanding/model/classify.ts";
import { seededRandom } from "../../../training/random.ts";
import { answersOf, confidentAnswers, likeliestScale, rightnessOf } from "../../../training/topics/calibrate.ts";
import { favourLabels } from "../../../training/topics/favour.ts";
import { type Answer, score, sureness } from "../../../training/topics/score.ts";

const answer = (truth: number, first: number, confidence = 1): Answer => ({ truth, ranked: [first, 8, 9], confidence });

describe("the score of answers", () => {
  it("is counted as the books say", () => {
    // Label 0: precision 1, recall 2/3, F1 .8. Label 1: precision 1/2, recall 1, F1 2/3.
    const scores = score([answer(0, 0), answer(0, 0), answer(0, 1), answer(1, 1)], 10);
    expect(scores).toMatchObject({ n: 4, accuracy: 0.75 });
    expect(scores.weightedF1).toBeCloseTo((0.8 * 3 + (2 / 3) * 1) / 4);
    expect(scores.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2);
    expect(scores.ece).toBeCloseTo(0.25);
  });

  it("counts the first three, and a label that the model does not know as wrong", () => {
    expect(score([answer(8, 0), answer(5, 0), answer(-1, 0)], 10)).toMatchObject({ top3: 1 / 3, accuracy: 0 });
  });

  it("does not depend on the order of the answers", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.double({ min: 0, max: 1, noNaN: true }))), (made) => {
        const answers = made.map(([truth, first, confidence]) => answer(truth, first, confidence));
        const one = score(answers, 5);
        const other = score(answers.toReversed(), 5);
        expect(other.weightedF1).toBeCloseTo(one.weightedF1, 10);
        expect(other.ece).toBeCloseTo(one.ece, 10);
      }),
    );
  });

  it("says from which confidence on 95 of 100 are right, and none when never", () => {
    const answers = Array.from({ length: 100 }, (_, at) => answer(0, at < 40 || at % 2 === 0 ? 0 : 1, 1 - at / 100));
    const { from, share } = sureness(answers, 0.95);
    const sure = answers.filter(({ confidence }) => confidence >= from);
    expect(sure.length / 100).toBeCloseTo(share);
    expect(score(sure, 10).accuracy).toBeGreaterThanOrEqual(0.95);
    expect(share).toBeGreaterThan(0.39);
    expect(sureness([answer(0, 1)], 0.95)).toEqual({ from: 2, share: 0 });
  });
});

describe("calibration", () => {
  const random = seededRandom(5);
  /** Scores three times too sure of themselves: the truth was drawn by a third of them. */
  const drawn = Array.from({ length: 2_000 }, () => {
    const scores = Float32Array.from({ length: 4 }, () => (random() - 0.5) * 12);
    const likelihoods = softmax(scores.map((own) => own / 3));
    let rest = random();
    const truth = likelihoods.findIndex((own) => (rest -= own) <= 0);
    return { scores, truth: truth < 0 ? 3 : truth };
  });
  const truths = Int32Array.from(drawn, ({ truth }) => truth);
  const plain = [1, 1, 1, 1];
  const eceBy = (scale: number) =>
    score(
      answersOf(
        drawn.map(({ scores }) => softmax(scores.map((own) => own * scale))),
        truths,
        plain,
      ),
      4,
    ).ece;

  it("finds how sure the scores may be, and makes the error of the confidence small", () => {
    const scale = likeliestScale(
      drawn.map(({ scores }) => scores),
      truths,
    );
    expect(scale).toBeGreaterThan(0.27);
    expect(scale).toBeLessThan(0.4);
    expect(eceBy(scale)).toBeLessThan(eceBy(1) / 3);
  });

  it("favours no label where that makes the answers worse", () => {
    const likelihoods = drawn.map(({ scores }) => softmax(scores.map((own) => own / 3)));
    const favour = favourLabels(likelihoods, truths, 4);
    const f1 = (by: readonly number[]) => score(answersOf(likelihoods, truths, by), 4).weightedF1;
    expect(f1(favour)).toBeGreaterThanOrEqual(f1(plain));
  });

  it("holds a label back that takes messages from others, however frequent it is", () => {
    const greedy = drawn.map(({ scores }) => softmax(scores.map((own, label) => own / 3 + (label === 2 ? 1 : 0))));
    const favour = favourLabels(greedy, truths, 4);
    const f1 = (by: readonly number[]) => score(answersOf(greedy, truths, by), 4).weightedF1;
    expect(Math.min(...favour)).toBe(favour[2]);
    expect(f1(favour)).toBeGreaterThan(f1(plain) + 0.02);
  });

  it("says of an answer how often such answers were right, never less often for likelier ones", () => {
    const likelihoods = drawn.map(({ scores }) => softmax(scores));
    const answers = answersOf(likelihoods, truths, plain);
    const [learned, unseen] = [answers.slice(0, 1_000), answers.slice(1_000)];
    const rightness = rightnessOf(learned);
    expect(rightness.toSorted((one, other) => one - other)).toEqual(rightness);
    expect(score(confidentAnswers(unseen, { rightness }), 4).ece).toBeLessThan(score(unseen, 4).ece / 3);
    expect(confidentAnswers(unseen, {})).toEqual(unseen);
  });
});
