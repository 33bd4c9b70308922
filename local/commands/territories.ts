import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_CENTRE } from "../../shared/contracts/secrets.ts";
import { boundaries } from "../../shared/domain/centre/boundary.ts";
import { territories } from "../../shared/domain/centre/territory.ts";
import { readCentres } from "../centres/centre-files.ts";
import { readJson, replaceFile } from "../data-directory.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { seemExchanged } from "../territories/exchanged.ts";
import { readGeojson } from "../territories/read-geojson.ts";
import { takeAreas } from "../territories/take-areas.ts";
import { runCommand } from "./run-command.ts";

const usage =
  "npm run territories -- <file.geojson> [--centre <id>] [--name-property <name>] [--tolerance <metres, 50>]";

/** A centre's data are one item of the table, which holds 400 KB; the rest of them needs some of it. */
const MOST_BYTES = 300_000;

await runCommand(async () => {
  const { file, centre, property, tolerance } = readArguments(process.argv.slice(2));
  const folder = join(readSettings(process.env).dataDirectory, "centres", centre);
  const readings = existsSync(folder) ? readCentres(join(folder, "..")) : [];
  const reading = readings.find((each) => (each.kind === "read" ? each.centre.centre.id : each.id) === centre);
  if (reading === undefined)
    throw new StartFailure(
      `There is no centre "${centre}" in ${join(folder, "..")}: start Otklik once, or name another.`,
    );
  if (reading.kind === "refused")
    throw new StartFailure(`The centre's data in ${folder} have to be mended first: ${reading.wrong.join("; ")}.`);
  if (!existsSync(file)) throw new StartFailure(`There is no file ${file}.`);
  const areas = readGeojson(readFileSync(file, "utf8"), file, property);
  const known = territories.parse(readJson(join(folder, "territories.json")));
  if (seemExchanged(areas, known))
    throw new StartFailure(
      `${file} is not taken: its latitudes and longitudes seem to be exchanged. GeoJSON has the longitude first, and so exchanged the areas lie where the centre's territories do.`,
    );
  const taken = takeAreas(known, boundaries.parse(readJson(join(folder, "boundaries.json")) ?? {}), areas, tolerance);
  if (taken.vanished.length > 0)
    throw new StartFailure(
      `Nothing is left of ${taken.vanished.join(", ")} when lines may differ by ${tolerance} m: nothing was changed. Try a smaller --tolerance, or leave the area out.`,
    );
  const bytes = Buffer.byteLength(JSON.stringify(taken.boundaries));
  if (bytes > MOST_BYTES)
    throw new StartFailure(
      `The boundaries would take ${kilobytes(bytes)}, and there is room for ${kilobytes(MOST_BYTES)}: nothing was changed. Try --tolerance ${tolerance * 2}.`,
    );
  replaceFile(join(folder, "territories.json"), `${JSON.stringify(taken.territories, undefined, 2)}\n`);
  replaceFile(join(folder, "boundaries.json"), `${JSON.stringify(taken.boundaries, undefined, 2)}\n`);
  return [
    `Boundaries of ${taken.added.length + taken.updated.length} territories: ${taken.updated.length} were known, ${taken.added.length} are new${taken.added.length === 0 ? "" : ` (${taken.added.join(", ")})`}.`,
    `${taken.points.before} points became ${taken.points.after} (within ${tolerance} m), ${kilobytes(bytes)} of ${kilobytes(MOST_BYTES)}.`,
    "A running Otklik takes them within a minute.",
  ].join("\n");
});

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000)} KB`;
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parsed(args);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new StartFailure(`Usage: ${usage}`);
  const tolerance = Number(values.tolerance ?? "50");
  if (!Number.isFinite(tolerance) || tolerance < 1 || tolerance > 5_000)
    throw new StartFailure("--tolerance is how many metres a boundary may differ: 1 to 5000.");
  return { file, centre: values.centre ?? DEFAULT_CENTRE, property: values["name-property"], tolerance };
}

function parsed(args: readonly string[]) {
  const option = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { centre: option, "name-property": option, tolerance: option },
      allowPositionals: true,
    });
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new StartFailure(`${thrown.message.split(".")[0]}. Usage: ${usage}`);
    throw thrown;
  }
}
