import type { Scores } from "../../shared/understanding/model/card.ts";
import { classifier } from "../../shared/understanding/model/classify.ts";
import type { LinearModel } from "../../shared/understanding/model/model-file.ts";
import { TrainingFailure } from "../failure.ts";
import { readingSubjects, usualSubjects } from "../subjects/usual-subjects.ts";
import { answersOf, confidentAnswers } from "./calibrate.ts";
import type { Examples } from "./read-examples.ts";
import { type Answer, score } from "./score.ts";

export interface Evaluation {
  readonly labels: readonly string[];
  readonly answers: readonly Answer[];
  readonly scores: Scores;
  /** The share of messages whose label would be applied without asking, and how many of those were right. */
  readonly sure: { readonly share: number; readonly right: number };
  /** Labels of the table that the model has never seen. */
  readonly unknown: readonly string[];
}

/** What the model makes of each text, against the one column of labels. */
export function evaluateModel(model: LinearModel, { texts, columns }: Examples): Evaluation {
  const [column] = columns;
  const { heads } = model.card;
  const head = heads.find(({ name }) => name === column?.name) ?? (heads.length === 1 ? heads[0] : undefined);
  if (head === undefined || column === undefined)
    throw new TrainingFailure(
      `The model knows ${heads.map(({ name }) => `"${name}"`).join(", ")} and no "${column?.name}". Name one of them, or --model.`,
    );
  const places = new Map(head.labels.map((label, place) => [label, place]));
  const truths = Int32Array.from(column.values, (value) => places.get(value) ?? -1);
  const classify = classifier(model, readingSubjects(usualSubjects()));
  const likelihoods = texts.map((text) => classify(text).get(head.name) ?? new Float32Array(head.labels.length));
  const answers = answersOf(likelihoods, truths, head.favour);
  const sure = answers.filter(({ confidence }) => confidence >= head.sureFrom);
  return {
    labels: head.labels,
    answers,
    scores: score(confidentAnswers(answers, head), head.labels.length),
    sure: {
      share: sure.length / answers.length,
      right: sure.filter(({ truth, ranked }) => ranked[0] === truth).length / Math.max(1, sure.length),
    },
    unknown: [...new Set(column.values)].filter((value) => !places.has(value)),
  };
}
