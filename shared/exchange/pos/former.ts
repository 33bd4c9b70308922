import type { Centre } from "../../domain/centre/centre.ts";
import type { PosImport } from "../../domain/centre/imports.ts";
import { normalForm } from "../../domain/centre/text.ts";
import { signalId } from "../../domain/ids.ts";
import type { IncidentState } from "../../domain/incident/incident-state.ts";
import { LONGEST_ADDRESS } from "../../domain/signal/signal.ts";
import { inCentreTerms } from "../in-centre-terms.ts";
import type { Translated } from "../translated.ts";
import type { PosRow } from "./read-row.ts";

/** What a status means, as the centre says; nothing when it does not. */
const stateOf = (status: string | undefined, states: PosImport["states"]): IncidentState | undefined =>
  status === undefined
    ? undefined
    : Object.entries(states).find(([name]) => normalForm(name) === normalForm(status))?.[1];

/** Puts a row of «Решаем вместе» into a centre's own terms. */
export const posTranslated = (row: PosRow, { columns, states }: PosImport, centre: Centre): Translated => {
  const { cells, number, createdAt, dueAt, closedAt, answeredAt } = row;
  const unknown: { readonly column: string; readonly name: string }[] = [];
  const note = (field: "topic" | "territory" | "authority" | "status", found: string | undefined): void => {
    const name = cells[field];
    if (found === undefined && name !== undefined) unknown.push({ column: columns[field] ?? field, name });
  };
  const { topic, group, territory, authority } = cells;
  const named = { topic, group, territory: [territory], authority: [authority], at: createdAt };
  const { known, matter } = inCentreTerms(named, centre);
  note("topic", known.topic?.topic);
  note("territory", known.territory);
  note("authority", known.authority);
  const state = stateOf(cells.status, states);
  note("status", state);
  const identity = { channel: "pos", source: "pos" } as const;
  const answers =
    cells.answer === undefined && answeredAt === undefined
      ? []
      : [{ id: "imported-first", text: cells.answer ?? "", at: answeredAt ?? closedAt ?? createdAt }];
  const byFacts = answers.length > 0 ? "answered" : "new";
  return {
    former: {
      from: "pos",
      id: number,
      signal: {
        ...identity,
        id: signalId(identity.channel, identity.source, number),
        centre: centre.centre.id,
        externalId: number,
        text: cells.text ?? "",
        ...(cells.address === undefined ? {} : { place: { address: cells.address.slice(0, LONGEST_ADDRESS) } }),
        ...(dueAt === undefined ? {} : { dueAt }),
        sentAt: createdAt,
        receivedAt: createdAt,
        wording: "imported",
        wordedAt: createdAt,
      },
      understanding: { kind: "problem", ...matter, understood: {} },
      state: state ?? (closedAt === undefined ? byFacts : "closed"),
      answers,
      closedAt,
      pos: {
        number,
        ...(cells.status === undefined ? {} : { status: cells.status }),
        ...(dueAt === undefined ? {} : { dueAt }),
      },
      cells: {},
    },
    author: cells.author === undefined ? undefined : { id: cells.author, name: cells.author },
    unknown,
  };
};
