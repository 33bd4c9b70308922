import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";
import { version } from "../../local/version.ts";
import { allIncidents } from "../crash/verdict.ts";
import { dataDirectory, startEdition } from "../e2e/edition.ts";
import { exportDirectory, releases } from "./release.ts";

/** Written at each release, by `node test/releases/write-release.ts`, with invented data alone. */
const texts = ["Во дворе третий день не горят фонари", "Нет горячей воды", "Яма на дороге у школы", "Лифт стоит"];
const environment = { OTKLIK_CLOCK: "2026-03-10T09:00:00+03:00" };
const accepted = z.object({ signalId: z.string() });

const data = dataDirectory();
const edition = await startEdition(data.path, environment);
for (const [number, text] of texts.entries()) {
  const author = { name: `Пример Примеров ${number}`, contact: `+7 000 000-00-0${number}` };
  await edition.postSignal({ text, externalId: `release-${number}`, author }, `release-${number}`);
}
// Verified, and not understood: kept as a rejection.
await edition.postVk({ type: "wall_reply_new", event_id: "odd", object: { id: "not a number" } });
await edition.advance({ advance: "PT0S" });
const [first] = (await edition.incidents()).items;
if (first !== undefined) await edition.command(first.id, "answer", first.version, { text: "Мастер придёт завтра." });
await edition.advance({ advance: "PT5H", step: "PT1H" });

const incidents = await Promise.all((await allIncidents(edition)).map(({ id }) => edition.incident(id)));
const events = (await edition.events()).map(({ id }) => id);
await edition.stop();

/** Accepted, and killed before they could become incidents: tried until some are left on the queue. */
let queued: string[] = [];
for (let round = 0; queued.length === 0; round += 1) {
  const again = await startEdition(data.path);
  const numbers = Array.from({ length: 6 }, (_, number) => `queued-${round}-${number}`);
  const ids = await Promise.all(
    numbers.map(
      async (key) => accepted.parse(await (await again.postSignal({ text: `Шум ночью, ${key}` }, key)).json()).signalId,
    ),
  );
  await again.kill();
  const store = new DatabaseSync(join(data.path, "runner.db"));
  const bodies = JSON.stringify(store.prepare("SELECT body FROM messages").all());
  store.close();
  queued = ids.filter((id) => bodies.includes(id));
}

const shown = {
  incidents: incidents.map(({ id, state, signals }) => ({ id, state, texts: signals.map(({ text }) => text) })),
  events,
  queued,
};
const folder = join(releases, version);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "data.json"), `${JSON.stringify(await exportDirectory(data.path, shown), undefined, 1)}\n`);
data.remove();
