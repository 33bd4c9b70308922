import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Messages that measure and train stand beside the project and never in it: they are people's own words. Nothing where
 * they are not there.
 */
export function referenceTable(name: string): string | undefined {
  const path = join(import.meta.dirname, "../../shared/data/appeals", name);
  return existsSync(path) ? path : undefined;
}
