import { expect, it } from "vitest";
import { reportEvaluation } from "../../../training/topics/report.ts";

const answer = (truth: number, said: number) => ({ truth, ranked: [said], confidence: 1 });

it("an evaluation tells of every label how often it was right and all that it was taken for", () => {
  const scores = { n: 6, accuracy: 0.5, weightedF1: 0.5, macroF1: 0.5, top3: 1, ece: 0.1 };
  const answers = [answer(0, 0), answer(0, 1), answer(0, 1), answer(0, 2), answer(1, 1), answer(-1, 2)];
  const report = reportEvaluation({
    labels: ["Дороги", "Дворы", "Снег"],
    answers,
    scores,
    sure: { share: 1, right: 0.5 },
    unknown: ["Лифты"],
  });
  expect(report.split("\n").slice(-3)).toEqual([
    "     4   25.0 %  Дороги: Дворы 2, Снег 1",
    "     1  100.0 %  Дворы",
    "     1    0.0 %  (unknown): Снег 1",
  ]);
});
