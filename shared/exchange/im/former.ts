import { type ImColumn, imColumns } from "../../contracts/im-columns.ts";
import type { Centre } from "../../domain/centre/centre.ts";
import { signalId } from "../../domain/ids.ts";
import type { IncidentState } from "../../domain/incident/incident-state.ts";
import type { Former } from "../../domain/incident/move-in.ts";
import { type KeptSignal, LONGEST_ADDRESS } from "../../domain/signal/signal.ts";
import { readFigure } from "../cell-forms.ts";
import { inCentreTerms } from "../in-centre-terms.ts";
import type { Translated } from "../translated.ts";
import { authorId, messageAddress } from "./message-address.ts";
import type { ImRow } from "./read-row.ts";
import { stateOf } from "./steps.ts";

/** Kept elsewhere: texts in the signal and in the replies, who wrote it with the identities; durations follow from times. */
const NOT_KEPT: ReadonlySet<string> = new Set<ImColumn>([
  "text",
  "answer",
  "answer1",
  "answer2",
  "answer3",
  "authorUrl",
  "answerTook",
  "answerTookOfWork",
  "reactionTook",
  "took",
]);

type Answers = Former["answers"];

/** The first answer, and those of the last executor. The file has the moments of two of them; the rest come after. */
const answersOf = ({ cells, times, createdAt }: ImRow): Answers => {
  const { answeredAt, lastAnsweredAt = answeredAt } = times;
  const { answer, answer1, answer2, answer3 } = cells;
  const first = answeredAt ?? lastAnsweredAt ?? createdAt;
  const last = Math.max(first, lastAnsweredAt ?? first);
  const isApart = answer !== answer1 || (answer === undefined && answeredAt !== undefined);
  const named = [
    { id: "imported-first", text: isApart ? (answer ?? "") : undefined, at: first },
    { id: "imported-1", text: answer1, at: answer === answer1 ? first : last },
    { id: "imported-2", text: answer2, at: last },
    { id: "imported-3", text: answer3, at: last },
  ];
  return named.flatMap(({ id, text, at }) => (text === undefined ? [] : [{ id, text, at }]));
};

/** As the step says; else by what is known to have happened. */
const stateFrom = ({ cells, times }: ImRow, answers: Answers): IncidentState => {
  const told = cells.step === undefined ? undefined : stateOf(cells.step);
  if (told !== undefined) return told;
  if (times.closedAt !== undefined) return "closed";
  if (answers.length > 0) return "answered";
  return times.assignedAt === undefined ? "new" : "assigned";
};

const signalOf = ({ cells, createdAt, id: rowId }: ImRow, centre: string): KeptSignal => {
  const { identity, channel, source, externalId, thread } = messageAddress(cells.messageUrl, rowId);
  const address = [cells.settlement, cells.street, cells.house].filter((part) => part !== undefined).join(", ");
  const audience = cells.audience === undefined ? undefined : readFigure(cells.audience);
  return {
    id: signalId(channel, source, identity),
    centre,
    channel,
    source,
    externalId,
    text: cells.text ?? "",
    ...(address === "" ? {} : { place: { address: address.slice(0, LONGEST_ADDRESS) } }),
    ...(cells.pageUrl === undefined ? {} : { page: cells.pageUrl }),
    ...(thread === undefined ? {} : { thread }),
    ...(audience === undefined ? {} : { reach: { audience } }),
    sentAt: createdAt,
    receivedAt: createdAt,
    wording: "imported",
    wordedAt: createdAt,
  };
};

/** Puts a row into a centre's own terms. What has no name there falls where the centre's data say, and is told. */
export const translated = (row: ImRow, centre: Centre): Translated => {
  const { cells, times } = row;
  const unknown: { readonly column: string; readonly name: string }[] = [];
  const note = (column: ImColumn, found: string | undefined): void => {
    const name = cells[column];
    if (found === undefined && name !== undefined && name !== "-") unknown.push({ column: imColumns[column], name });
  };
  const { topic, group, settlement, municipality, executor, department } = cells;
  const { known, matter } = inCentreTerms(
    { topic, group, territory: [settlement, municipality], authority: [executor, department], at: row.createdAt },
    centre,
  );
  note("topic", known.topic?.topic);
  note("municipality", known.territory);
  note(executor === undefined ? "department" : "executor", known.authority);
  const state = stateFrom(row, answersOf(row));
  note("step", cells.step === undefined ? undefined : stateOf(cells.step));
  const { street, house } = cells;
  const hasPlace = settlement !== undefined || street !== undefined || house !== undefined;
  const former: Former = {
    from: "im",
    id: row.id,
    signal: signalOf(row, centre.centre.id),
    understanding: {
      kind: "problem",
      ...matter,
      understood: hasPlace ? { where: { settlement, street, house, by: "address", sure: 1 } } : {},
    },
    state,
    assignedAt: times.assignedAt,
    answers: answersOf(row),
    closedAt: times.closedAt,
    closedWhy: cells.closedWhy,
    cells: Object.fromEntries(Object.entries(cells).filter(([column]) => !NOT_KEPT.has(column))),
  };
  const { authorUrl } = cells;
  const author = authorUrl === undefined ? undefined : { id: authorId(authorUrl), contact: authorUrl };
  return { former, author, unknown };
};
