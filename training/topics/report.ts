import type { ModelCard, Scores } from "../../shared/understanding/model/card.ts";
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

export const reportEvaluation = ({ labels, answers, scores, sure, unknown }: Evaluation): string =>
  [
    `${scores.n} rows: ${scoreLine(scores)}`,
    `Applied without asking: ${percent(sure.share)}, of which right: ${percent(sure.right)}`,
    ...(unknown.length === 0 ? [] : [`Labels the model does not know, counted as wrong: ${unknown.join(", ")}`]),
    "What was taken for what (messages, of them right, the label: what was said instead, how often):",
    ...confusions(labels, answers),
  ].join("\n");

/** A line for each label of the table, the most frequent first, with every other label it was taken for. */
function confusions(labels: readonly string[], answers: Evaluation["answers"]): string[] {
  const table = new Map<number, Map<number, number>>();
  for (const { truth, ranked } of answers) {
    const said = ranked[0] ?? -1;
    const row = table.get(truth) ?? new Map<number, number>();
    row.set(said, (row.get(said) ?? 0) + 1);
    table.set(truth, row);
  }
  return [...table]
    .map(([truth, row]) => ({ truth, row, messages: [...row.values()].reduce((sum, count) => sum + count, 0) }))
    .toSorted((one, other) => other.messages - one.messages)
    .map(({ truth, row, messages }) => {
      const right = percent((row.get(truth) ?? 0) / messages);
      const others = [...row]
        .filter(([said]) => said !== truth)
        .toSorted(([, one], [, other]) => other - one)
        .map(([said, count]) => `${labels[said] ?? "(none)"} ${count}`);
      const mistaken = others.length === 0 ? "" : `: ${others.join(", ")}`;
      return `${String(messages).padStart(6)}  ${right.padStart(7)}  ${labels[truth] ?? "(unknown)"}${mistaken}`;
    });
}
