import {
  type Difference,
  type Fault,
  type ImportReport,
  type RowOutcome,
  rowOutcome,
  type UnknownName,
} from "../../shared/contracts/import.ts";
import { SECOND } from "../../shared/domain/time/instant.ts";

const FAULTS_TOLD = 50;

const outcomes: Readonly<Record<RowOutcome, string>> = {
  opened: "become incidents",
  updated: "say something new of an incident that nobody has worked on",
  known: "are here already and say the same",
  "worked-on": "say something new of an incident that somebody has worked on: it stays as it is",
  arrived: "are messages that have come here by themselves: their incidents stay as they are",
  expired: "were closed so long ago that the centre would keep them no more",
  refused: "cannot be read",
};

const counted = (names: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, count]) => `  ${count} × ${name}`);
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", title, ...lines];

const faultLines = (faults: readonly Fault[]): readonly string[] => [
  ...faults.slice(0, FAULTS_TOLD).map(({ row, column, why }) => `  row ${row}, column "${column}": ${why}`),
  ...(faults.length > FAULTS_TOLD ? [`  and ${faults.length - FAULTS_TOLD} more`] : []),
];

/** By column: how many, and one to look at. */
const differenceLines = (differences: readonly Difference[]): readonly string[] =>
  [...Map.groupBy(differences, ({ column }) => column)].map(([column, of]) => {
    const [first] = of;
    const seconds = (milliseconds = 0) => Math.round(milliseconds / SECOND);
    const example = `row ${first?.row}: ${seconds(first?.given)} s in the file, ${seconds(first?.reckoned)} s by its times`;
    return `  ${of.length} × ${column} (${example})`;
  });

export interface ImportSum {
  /** Adds what a page came to, and says how many rows there have been. */
  add(report: ImportReport): number;
  /** Counts a row that is not even sent. */
  leaveOut(fault: Fault): void;
  /** What all of it comes to, for the screen. */
  told(): string;
}

/** Adds up what the pages of an import come to. */
export const importSum = (apply: boolean): ImportSum => {
  const counts: Partial<Record<RowOutcome, number>> = {};
  const faults: Fault[] = [];
  const differences: Difference[] = [];
  const unknown: UnknownName[] = [];
  const rows = (): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    add: (report) => {
      for (const kind of rowOutcome.options) {
        const more = report.outcomes[kind];
        if (more !== undefined) counts[kind] = (counts[kind] ?? 0) + more;
      }
      faults.push(...report.faults);
      differences.push(...report.differences);
      unknown.push(...report.unknown);
      return rows();
    },
    leaveOut: (fault) => {
      counts.refused = (counts.refused ?? 0) + 1;
      faults.push(fault);
    },
    told: () =>
      [
        apply ? `${rows()} rows were read. Of these` : `${rows()} rows were read, and nothing was written. Of these`,
        ...rowOutcome.options.flatMap((kind) => {
          const count = counts[kind];
          return count === undefined ? [] : [`  ${count} ${outcomes[kind]}`];
        }),
        ...section("Rows that are left out:", faultLines(faults)),
        ...section(
          "Names that the centre's data do not have (what has none falls where the data say, the words are kept):",
          counted(unknown.map(({ column, name }) => `${column}: ${name}`)),
        ),
        ...section("Durations that do not follow from the times of their rows:", differenceLines(differences)),
        ...(apply ? [] : ["", "Look it over, then add --apply."]),
      ].join("\n"),
  };
};
