import type { ModelCard, Scores } from "../shared/understanding/model/card.ts";
import type { Evaluation } from "./evaluate-model.ts";

const figure = (value: number): string => value.toFixed(3);

const scoreLine = ({ accuracy, weightedF1, macroF1, top3, ece }: Scores): string =>
  [
    `accuracy ${figure(accuracy)}`,
    `weighted F1 ${figure(weightedF1)}`,
    `macro F1 ${figure(macroF1)}`,
    `top three ${figure(top3)}`,
    `calibration error ${figure(ece)}`,
  ].join(", ");

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** What was learned, and how well by cross-validation. */
export const reportCard = ({ rows, features, heads }: ModelCard): string =>
  [
    `${rows} messages, ${features} features. In cross-validation:`,
    ...heads.map(({ name, labels, scores }) => `  ${name} (${labels.length} labels): ${scoreLine(scores)}`),
  ].join("\n");

const CONFUSIONS_TOLD = 15;

export const reportEvaluation = ({ labels, answers, scores, sure, unknown }: Evaluation): string =>
  [
    `${scores.n} rows: ${scoreLine(scores)}`,
    `Applied without asking: ${percent(sure.share)}, of which right: ${percent(sure.right)}`,
    ...(unknown.length === 0 ? [] : [`Labels the model does not know, counted as wrong: ${unknown.join(", ")}`]),
    "Taken for another most often (what it was → what was said, how often):",
    ...confusions(labels, answers),
  ].join("\n");

function confusions(labels: readonly string[], answers: Evaluation["answers"]): string[] {
  const counts = new Map<string, number>();
  for (const { truth, ranked } of answers) {
    const said = ranked[0] ?? -1;
    if (truth === said) continue;
    const pair = `${labels[truth] ?? "(unknown)"} → ${labels[said] ?? "(none)"}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, CONFUSIONS_TOLD)
    .map(([pair, count]) => `${String(count).padStart(6)}  ${pair}`);
}
