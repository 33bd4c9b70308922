import { type ImColumn, imColumns } from "../../contracts/im-columns.ts";
import { type Centre, timeOf } from "../../domain/centre/centre.ts";
import type { Instant } from "../../domain/time/instant.ts";
import { SECOND } from "../../domain/time/instant.ts";
import { plainTime } from "../../domain/time/working-time.ts";
import type { ImRow } from "./read-row.ts";

/** The moments of an incident that durations lie between. */
interface ImMoments {
  readonly createdAt: Instant;
  readonly answeredAt?: Instant | undefined;
  readonly assignedAt?: Instant | undefined;
  readonly submittedAt?: Instant | undefined;
  readonly closedAt?: Instant | undefined;
}

/** The durations that follow from moments, in milliseconds. Working time is that of the centre's own calendar. */
export const durationsOf = (moments: ImMoments, centre: Centre) => {
  const { createdAt, answeredAt, assignedAt, submittedAt, closedAt } = moments;
  const between = (from: Instant | undefined, to: Instant | undefined, time = plainTime): number | undefined =>
    from === undefined || to === undefined ? undefined : time.until(from, to);
  return {
    answerTook: between(createdAt, answeredAt),
    answerTookOfWork: between(createdAt, answeredAt, timeOf(centre)),
    reactionTook: between(assignedAt, submittedAt),
    took: between(createdAt, closedAt),
  } satisfies Partial<Record<ImColumn, number | undefined>>;
};

/** The durations of a row that are others than its own times say, by more than rounding. */
export const differencesOf = ({ times, durations, createdAt }: ImRow, centre: Centre) => {
  const reckoned = durationsOf({ ...times, createdAt }, centre);
  const columns = ["answerTook", "answerTookOfWork", "reactionTook", "took"] as const;
  return columns.flatMap((column) => {
    const [said, own] = [durations[column], reckoned[column]];
    if (said === undefined || own === undefined || Math.abs(said - own) <= SECOND) return [];
    return [{ column: imColumns[column], given: said, reckoned: own }];
  });
};
