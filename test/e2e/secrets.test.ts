import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Secrets, secrets } from "../../shared/contracts/secrets.ts";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const data = dataDirectory();
const file = join(data.path, "secrets.json");
const NEW = "the-new-secret-of-the-community";
let edition: Edition;
let first: Secrets;
let sent = 0;
const screens: string[] = [];

beforeAll(async () => {
  edition = await startEdition(data.path);
  first = read();
}, 90_000);

afterAll(async () => {
  await edition.stop();
  data.remove();
});

const read = (): Secrets => secrets.parse(JSON.parse(readFileSync(file, "utf8")));

const rewriteVk = (change: Partial<Secrets["vk"][number]>): void => {
  const document = read();
  const vk = document.vk.map((community) => ({ ...community, ...change }));
  writeFileSync(`${file}.new`, JSON.stringify({ ...document, vk }));
  renameSync(`${file}.new`, file);
};

/** A comment nobody has sent before, with this secret; answers the status. */
const comment = async (secret: string): Promise<number> => {
  sent += 1;
  const object = { id: sent, from_id: 501, owner_id: -1, post_id: 7, date: 1_773_122_400, text: `Яма ${sent}` };
  return (await edition.postVk({ type: "wall_reply_new", secret, object })).status;
};

/** Comments one after another on several lines, the secrets in turn, until a moment. */
const load = async (milliseconds: number, ...taken: readonly string[]): Promise<ReadonlySet<number>> => {
  const until = performance.now() + milliseconds;
  const statuses = new Set<number>();
  const line = async () => {
    while (performance.now() < until) for (const secret of taken) statuses.add(await comment(secret));
  };
  await Promise.all([line(), line(), line()]);
  return statuses;
};

test("a line of the screen sends a first message as printed, in a shell of another place", () => {
  const line =
    edition
      .screen()
      .split("\n")
      .find((each) => each.includes("curl -X POST")) ?? "";
  const { stdout } = spawnSync("bash", ["-c", line.trim()], { cwd: "/", encoding: "utf8" });
  expect(JSON.parse(stdout)).toEqual({ signalId: expect.any(String) });
  sent += 1;
});

test("a secret is changed under load without one call refused, and the old one ends when it is taken out", async () => {
  const old = first.vk[0]?.secret ?? "";
  expect(await load(2_000, old)).toEqual(new Set([200]));
  rewriteVk({ secret: NEW, previousSecret: old });
  expect(await load(3_000, old, NEW)).toEqual(new Set([200]));

  // Who has read the document reads it again after a minute; who starts reads it now.
  rewriteVk({ previousSecret: undefined });
  await edition.stop();
  screens.push(edition.screen());
  edition = await startEdition(data.path);
  expect(await comment(old)).toBe(401);
  expect(await load(500, NEW)).toEqual(new Set([200]));

  // Each that was acknowledged is an incident; the one that was refused is none.
  await vi.waitFor(async () => {
    const opened = (await edition.events("IncidentOpened")).length;
    expect(opened).toBe(sent - 1);
  }, 20_000);
}, 120_000);

test("no secret, old or new, is in a log or on the screen", () => {
  const values = [first, read()].flatMap(({ vk, partners, tokenKey }) => [
    ...vk.flatMap(({ secret, token }) => [secret, token]),
    ...partners.map(({ key }) => key),
    tokenKey,
  ]);
  const logs = join(data.path, "logs");
  const written = [
    ...screens,
    edition.screen(),
    ...readdirSync(logs).map((name) => readFileSync(join(logs, name), "utf8")),
  ];
  expect(readdirSync(logs)).toContain("access.log");
  expect(values.length).toBeGreaterThan(4);
  for (const value of values) expect(written.join("\n").includes(value ?? "")).toBe(false);
});
