import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepCentres } from "../../local/centres/keep-centres.ts";
import { centresWithoutData } from "../../local/centres/named-centres.ts";
import { secrets } from "../../shared/contracts/secrets.ts";
import { usualRetention } from "../../shared/domain/centre/retention.ts";
import { memoryCentres } from "../doubles/memory-centres.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "otklik-centres-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const edition = () => {
  const centres = memoryCentres();
  const lines: string[] = [];
  const changed: string[] = [];
  const kept = keepCentres({
    folder: join(folder, "centres"),
    centres,
    report: (line) => lines.push(line),
    onNewRules: async (centreId) => void changed.push(centreId),
  });
  const edit = (name: string, change: (text: string) => string) => {
    const file = join(folder, "centres/lipetsk", name);
    writeFileSync(file, change(readFileSync(file, "utf8")));
  };
  return { centres, kept, lines, edit, changed };
};

test("the first start writes one example centre as files and serves it", async () => {
  const { centres, kept } = edition();
  await kept.start();
  await kept.stop();
  expect((await centres.read("lipetsk"))?.centre.id).toBe("lipetsk");
});

test("a changed file is taken without a restart", async () => {
  const { centres, kept, edit } = edition();
  await kept.start();
  edit("centre.json", (text) => text.replace(/"name": "[^"]+"/, '"name": "Другой центр"'));
  await vi.waitFor(async () => expect((await centres.read("lipetsk"))?.centre.name).toBe("Другой центр"), 5_000);
  await kept.stop();
});

test("a file that is replaced again and again, as editors do, is taken each time, and so is a folder that is new", async () => {
  const { centres, kept } = edition();
  await kept.start();
  const centre = join(folder, "centres/lipetsk");
  const first = readFileSync(join(centre, "centre.json"), "utf8");
  const named = (name: string) => first.replace(/"name": "[^"]+"/, `"name": "${name}"`);
  for (const name of ["Первый", "Второй", "Третий"]) {
    writeFileSync(join(centre, "centre.json.new"), named(name));
    renameSync(join(centre, "centre.json.new"), join(centre, "centre.json"));
    await vi.waitFor(async () => expect((await centres.read("lipetsk"))?.centre.name).toBe(name), 5_000);
  }
  writeFileSync(join(centre, "centre.json"), named("На месте"));
  await vi.waitFor(async () => expect((await centres.read("lipetsk"))?.centre.name).toBe("На месте"), 5_000);

  const other = join(folder, "centres/usman");
  cpSync(centre, other, { recursive: true });
  for (const name of ["Усмань", "Город Усмань"]) {
    writeFileSync(join(other, "centre.json"), named(name).replace('"lipetsk"', '"usman"'));
    await vi.waitFor(async () => expect((await centres.read("usman"))?.centre.name).toBe(name), 5_000);
  }
  rmSync(other, { recursive: true });
  cpSync(centre, other, { recursive: true });
  writeFileSync(join(other, "centre.json"), named("Снова").replace('"lipetsk"', '"usman"'));
  await vi.waitFor(async () => expect((await centres.read("usman"))?.centre.name).toBe("Снова"), 5_000);
  await kept.stop();
}, 30_000);

test("bad data is refused whole, every error named, and the last good data serves on", async () => {
  const { centres, kept, lines, edit } = edition();
  await kept.start();
  const before = await centres.read("lipetsk");
  edit("norms.json", (text) => text.replace('"3h"', '"three hours"').replace('"9wh"', '"9 wh"'));
  await kept.reread();
  await kept.stop();
  expect(await centres.read("lipetsk")).toEqual(before);
  expect(lines.join("\n")).toMatch(/norms\.json \/norms\/0\/duration .*norms\.json \/norms\/1\/duration/);
});

test("rules of who answers that do nothing any more are named, and the data taken all the same", async () => {
  const { centres, kept, lines, edit } = edition();
  await kept.start();
  expect(lines).toEqual([]);
  edit("authorities.json", (text) =>
    text.replace('"rules": [', '"rules": [{ "authority": "knights", "until": "2020-01-01" },'),
  );
  expect(await kept.reread()).toBe(1);
  await kept.stop();
  expect((await centres.read("lipetsk"))?.authorities.rules[0]?.authority).toBe("knights");
  expect(lines.join("\n")).toMatch(/\/rules\/0\/authority: there is no authority "knights".*\/rules\/0\/until/);
});

test("a centre that does not say how long it keeps things keeps them as long as is usual", async () => {
  const { centres, kept, lines, edit } = edition();
  await kept.start();
  edit("retention.json", (text) => text.replace('"365d"', '"30d"'));
  await kept.reread();
  expect((await centres.read("lipetsk"))?.retention.identities).toBe("30d");
  rmSync(join(folder, "centres/lipetsk/retention.json"));
  expect(await kept.reread()).toBe(1);
  expect((await centres.read("lipetsk"))?.retention).toEqual(usualRetention);
  writeFileSync(
    join(folder, "centres/lipetsk/retention.json"),
    JSON.stringify({ ...usualRetention, incidents: "soon" }),
  );
  expect(await kept.reread()).toBe(0);
  expect(lines.join("\n")).toContain("retention.json /incidents");
  await kept.stop();
});

test("centres that the secrets name and that have no data are told by name", () => {
  mkdirSync(join(folder, "tver"), { recursive: true });
  const given = secrets.parse({
    partners: [{ key: "a", centre: "tver" }, { key: "b", centre: "orel" }, { key: "c" }],
    vk: [{ groupId: 1, secret: "s", confirmation: "c", centre: "orel" }],
  });
  expect(centresWithoutData(given, folder)).toEqual(["lipetsk", "orel"]);
});

test("a name that points at nothing is an error of the data", async () => {
  const { kept, lines, edit } = edition();
  await kept.start();
  edit("authorities.json", (text) => text.replace(/"fallback": "[^"]+"/, '"fallback": "nobody"'));
  await kept.reread();
  await kept.stop();
  expect(lines.join("\n")).toContain('authorities.json /fallback: there is no authority "nobody"');
});

test("new norms have the open incidents reckoned anew, a new name or the same norms have not", async () => {
  const { kept, edit, changed } = edition();
  await kept.start();
  edit("centre.json", (text) => text.replace(/"name": "[^"]+"/, '"name": "Другой центр"'));
  await kept.reread();
  expect(changed).toEqual([]);
  edit("norms.json", (text) => text.replace('"9wh"', '"8wh"'));
  await kept.reread();
  await kept.reread();
  await kept.stop();
  expect(changed).toEqual(["lipetsk"]);
});
