import type { LabelColumn } from "./read-examples.ts";
import type { Target } from "./shared-layer.ts";

/** A column to learn: its labels in order, and the place of each row's. */
export interface NamedTarget extends Target {
  readonly name: string;
  readonly names: readonly string[];
  readonly within: Containment | undefined;
}

/** A column whose every label occurs with one label of another alone, as topics do within groups. */
interface Containment {
  readonly head: string;
  readonly labels: readonly number[];
}

export function targetsOf(columns: readonly LabelColumn[]): NamedTarget[] {
  const plain = columns.map(({ name, values }) => {
    const names = [...new Set(values)].toSorted();
    const places = new Map(names.map((label, place) => [label, place]));
    return { name, names, classes: names.length, labels: Int32Array.from(values, (value) => places.get(value) ?? -1) };
  });
  return plain.map((target) => {
    const outer = plain.find((other) => other.classes < target.classes && containers(target, other) !== undefined);
    const labels = outer === undefined ? undefined : containers(target, outer);
    return {
      ...target,
      within: outer === undefined || labels === undefined ? undefined : { head: outer.name, labels },
    };
  });
}

function containers(inner: Target, outer: Target): readonly number[] | undefined {
  const found = new Int32Array(inner.classes).fill(-1);
  for (let row = 0; row < inner.labels.length; row++) {
    const label = inner.labels[row] ?? 0;
    const container = outer.labels[row] ?? 0;
    if (found[label] !== -1 && found[label] !== container) return undefined;
    found[label] = container;
  }
  return [...found];
}
