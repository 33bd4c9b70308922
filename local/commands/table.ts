/** The rule under a column of sentences ends before the screen does. */
const LONGEST_RULE = 40;

/** A table for the screen: columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "─".repeat(Math.min(width, LONGEST_RULE)))), ...rows.map(line)].join(
    "\n",
  );
}
