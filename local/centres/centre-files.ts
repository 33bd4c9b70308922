import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Centre, centreFiles, danglingNames } from "../../shared/domain/centre/centre.ts";
import { usualFormSettings } from "../../shared/domain/centre/form-settings.ts";
import { usualMatters } from "../../shared/domain/centre/matters.ts";
import { usualRetention } from "../../shared/domain/centre/retention.ts";
import { usualServices } from "../../shared/domain/centre/services.ts";
import { usualUrgency } from "../../shared/domain/urgency/usual-urgency.ts";
import { complaints } from "../../shared/platform/parse.ts";
import { replaceFile } from "../data-directory.ts";

/** A centre's folder, read whole or refused whole with everything that is wrong in it. */
export type CentreReading =
  | { readonly kind: "read"; readonly centre: Centre }
  | { readonly kind: "refused"; readonly id: string; readonly folder: string; readonly wrong: readonly string[] };

type FileReading = { readonly kind: "read"; readonly json: unknown } | { readonly kind: "wrong"; readonly why: string };

const readFile = (path: string): FileReading => {
  if (!existsSync(path)) return { kind: "wrong", why: "is missing" };
  try {
    return { kind: "read", json: JSON.parse(readFileSync(path, "utf8")) };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "wrong", why: `is not JSON: ${error.message}` };
    throw error;
  }
};

const readCentre = (centres: string, id: string): CentreReading => {
  const folder = join(centres, id);
  const wrong: string[] = [];
  const read = <Data>(name: string, schema: { safeParse(json: unknown): ParseResult<Data> }): Data | undefined => {
    const file = readFile(join(folder, `${name}.json`));
    if (file.kind === "wrong") {
      wrong.push(`${name}.json ${file.why}`);
      return undefined;
    }
    const parsed = schema.safeParse(file.json);
    if (parsed.success) return parsed.data;
    wrong.push(...complaints(parsed.error).map(({ pointer, detail }) => `${name}.json ${pointer} ${detail}`));
    return undefined;
  };
  const optional = <Data>(name: string, schema: { safeParse(json: unknown): ParseResult<Data> }, usual: Data) =>
    existsSync(join(folder, `${name}.json`)) ? read(name, schema) : usual;
  const centre = read("centre", centreFiles.centre);
  const calendar = read("calendar", centreFiles.calendar);
  const norms = read("norms", centreFiles.norms);
  const topics = read("topics", centreFiles.topics);
  const territories = read("territories", centreFiles.territories);
  const authorities = read("authorities", centreFiles.authorities);
  const retention = optional("retention", centreFiles.retention, usualRetention);
  const services = optional("services", centreFiles.services, usualServices);
  const form = optional("form", centreFiles.form, usualFormSettings);
  const urgency = optional("urgency", centreFiles.urgency, usualUrgency);
  const matters = optional("matters", centreFiles.matters, usualMatters);
  const duty = optional("duty", centreFiles.duty, undefined);
  const pos = optional("pos", centreFiles.pos, undefined);
  const imports = optional("imports", centreFiles.imports, undefined);
  const boundaries = optional("boundaries", centreFiles.boundaries, undefined);
  const places = optional("places", centreFiles.places, undefined);
  if (centre !== undefined && centre.id !== id) wrong.push(`centre.json /id is "${centre.id}" in the folder "${id}"`);
  if (!centre || !calendar || !norms || !topics || !territories || !authorities || !retention)
    return { kind: "refused", id, folder, wrong };
  if (!services || !form || !urgency || !matters || wrong.length > 0) return { kind: "refused", id, folder, wrong };
  const required = { centre, calendar, norms, topics, territories, authorities, retention, services, form };
  const data = { ...required, urgency, matters, duty, pos, imports, boundaries, places };
  const dangling = danglingNames(data);
  return dangling.length === 0 ? { kind: "read", centre: data } : { kind: "refused", id, folder, wrong: dangling };
};

type ParseResult<Data> =
  | { readonly success: true; readonly data: Data }
  | { readonly success: false; readonly error: Parameters<typeof complaints>[0] };

/** Reads every centre's folder. */
export const readCentres = (centres: string): readonly CentreReading[] =>
  readdirSync(centres, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readCentre(centres, name));

/** Writes a centre's data as files to be edited, where no centre has any yet. */
export const writeFirstCentre = (centres: string, first: Centre): void => {
  if (existsSync(centres)) return;
  const folder = join(centres, first.centre.id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, data] of Object.entries(first))
    replaceFile(join(folder, `${name}.json`), `${JSON.stringify(data, undefined, 2)}\n`);
};
