import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { followSecrets, secretsManager } from "../../local/aws/secrets.ts";
import { openDataDirectory } from "../../local/data-directory.ts";
import { readOrMakeSecrets } from "../../local/secrets-document.ts";
import { readSettings } from "../../local/settings.ts";
import { StartFailure } from "../../local/start-failure.ts";

const root = new URL("../../", import.meta.url).pathname;

function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "otklik-data-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Another process that takes the directory and holds it. */
async function holderOf(directory: string) {
  const program = `import { openDataDirectory } from ${JSON.stringify(`${root}local/data-directory.ts`)};
    openDataDirectory(process.argv[1]).announce("http://127.0.0.1:8787"); console.log("held"); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ["--input-type=module", "-e", program, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void holder.kill("SIGKILL"));
  await once(holder.stdout, "data");
  return holder;
}

describe("the data directory", () => {
  test("is its owner's alone", () => {
    const directory = join(emptyDirectory(), "made", "here");
    const opened = openDataDirectory(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    opened.release();
    writeFileSync(join(directory, "runner.db"), "", { mode: 0o644 });
    openDataDirectory(directory).release();
    expect(statSync(join(directory, "runner.db")).mode & 0o777).toBe(0o600);
  });

  test("in use says so in one line that names who uses it", async () => {
    const directory = emptyDirectory();
    const holder = await holderOf(directory);
    expect(() => openDataDirectory(directory)).toThrow(
      new StartFailure(
        `DATA_DIR ${directory} is in use by a running Otklik (process ${holder.pid}, http://127.0.0.1:8787). Stop it, or set another DATA_DIR.`,
      ),
    );
  });

  test("of a process that was killed is taken over", async () => {
    const directory = emptyDirectory();
    const holder = await holderOf(directory);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    openDataDirectory(directory).release();
  });

  test("given up can be opened again", () => {
    const directory = emptyDirectory();
    openDataDirectory(directory).release();
    openDataDirectory(directory).release();
  });

  test.each([
    ['{"layout":99}', /has layout 99/],
    ["junk", /is damaged/],
  ])("with the layout file %s stops the start and stays free", (text, message) => {
    const directory = emptyDirectory();
    writeFileSync(join(directory, "layout.json"), text);
    expect(() => openDataDirectory(directory)).toThrow(message);
    writeFileSync(join(directory, "layout.json"), '{"layout":1}');
    openDataDirectory(directory).release();
  });
});

describe("the secrets", () => {
  test("are made on the first start, random, for the owner's eyes only, and kept", () => {
    const file = join(emptyDirectory(), "secrets.json");
    const made = readOrMakeSecrets(file, true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(made.document).toMatchObject({ vk: [{ groupId: 1, api: "off" }], partners: [{ id: "example" }] });
    expect(made.document.tokenKey?.length).toBeGreaterThanOrEqual(32);
    expect(readOrMakeSecrets(file, true).text).toBe(made.text);
    expect(readOrMakeSecrets(join(emptyDirectory(), "secrets.json"), true).document.tokenKey).not.toBe(
      made.document.tokenKey,
    );
  });

  test.each([
    ["{", "it is not JSON"],
    ['{"vk":[{"groupId":"one","secret":"s","confirmation":"c"}]}', "vk[0].groupId"],
    ['{"partners":[{"id":"a"}]}', "partners[0].key"],
    ['{"tokenKey":"short"}', "tokenKey"],
  ])("that are %s stop the start with the field's name", (text, named) => {
    const file = join(emptyDirectory(), "secrets.json");
    writeFileSync(file, text);
    expect(() => readOrMakeSecrets(file, true)).toThrow(named);
  });

  test("of another file that is not there stop the start", () => {
    expect(() => readOrMakeSecrets(join(emptyDirectory(), "else.json"), false)).toThrow(
      /OTKLIK_SECRETS .* does not exist/,
    );
  });

  test("changed while it runs are taken; broken ones are told once, and the last good ones serve on", async () => {
    const file = join(emptyDirectory(), "secrets.json");
    writeFileSync(file, '{"partners":[{"key":"first"}]}');
    const told: string[] = [];
    const current = followSecrets(file, (line) => void told.push(line));
    const service = secretsManager([{ name: "otklik/secrets", arn: "arn:secret" }], current);
    const ask = async (SecretId: string) =>
      service.handle({
        service: "secretsmanager",
        functionName: "f",
        operation: "GetSecretValue",
        body: Buffer.alloc(0),
        json: { SecretId },
        headers: {},
      });
    const value = async () => JSON.parse(String((await ask("arn:secret")).body)).SecretString;
    expect(await value()).toContain("first");
    writeFileSync(file, '{"partners":[{"key":"second!"}]}');
    expect(await value()).toContain("second!");
    writeFileSync(file, '{"partners":[{}]}');
    expect([await value(), await value()]).toEqual(Array.from({ length: 2 }, () => expect.stringContaining("second!")));
    expect(told).toEqual([expect.stringContaining("partners[0].key")]);
    expect(await ask("unknown")).toMatchObject({
      status: 400,
      body: expect.stringContaining("ResourceNotFoundException"),
    });
  });
});

describe("the settings", () => {
  test("have a default each", () => {
    expect(readSettings({})).toEqual({
      port: 8787,
      host: "127.0.0.1",
      dataDirectory: expect.stringMatching(/\/\.otklik$/),
      trustedProxies: 0,
      rate: { perSecond: 200, burst: 2000 },
      secretsFile: expect.stringMatching(/\/\.otklik\/secrets\.json$/),
      backupKeyFile: expect.stringMatching(/\/\.otklik\/backup\.key$/),
      context: {},
      verbose: false,
    });
  });

  test.each([
    ["PORT", "80a"],
    ["PORT", "70000"],
    ["PUBLIC_URL", "otklik.example"],
    ["OTKLIK_CLOCK", "tomorrow"],
    ["OTKLIK_CLOCK", "2026-03-02T09:00:00"],
    ["TRUST_PROXY", "maybe"],
    ["OTKLIK_SQS_ENDPOINT", "localhost"],
    ["OTKLIK_RATE", "0/0"],
    ["OTKLIK_TELEGRAM", "yes"],
  ])("refuse %s=%s by name", (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name}=${value}: must be .+\\.$`));
  });
});

test("a virtual clock is refused beside queues that live in real time", () => {
  const together = { OTKLIK_CLOCK: "2026-03-02T09:00:00+03:00", OTKLIK_SQS_ENDPOINT: "http://127.0.0.1:9324" };
  expect(() => readSettings(together)).toThrow(/^OTKLIK_CLOCK cannot go with OTKLIK_SQS_ENDPOINT: .+\.$/);
});

describe("the commands", () => {
  const run = (command: string, directory: string, ...args: string[]) => {
    const environment = { PATH: process.env["PATH"], DATA_DIR: directory };
    const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}local/commands/${command}.ts`, ...args], {
      env: environment,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  const startedOnce = (): string => {
    const directory = emptyDirectory();
    readOrMakeSecrets(join(directory, "secrets.json"), true);
    mkdirSync(join(directory, "centres", "lipetsk"), { recursive: true });
    writeFileSync(join(directory, "issuer.json"), '{"issuer":"https://issuer","audience":"client"}');
    return directory;
  };

  test("token prints one token with the claims asked for", () => {
    const { status, stdout } = run("token", startedOnce(), "--role", "authority", "--authority", "roads");
    const [, payload = ""] = stdout.trim().split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    expect(status).toBe(0);
    expect(claims).toMatchObject({
      "custom:role": "authority",
      "custom:centre": "lipetsk",
      "custom:authority": "roads",
      token_use: "id",
      iss: "https://issuer",
      aud: "client",
    });
    expect(claims.exp - claims.iat).toBe(3600);
  });

  test.each<[string, readonly string[], RegExp]>([
    ["without a role", [], /^--role is missing: .*operator\|authority/],
    ["with an unknown role", ["--role", "king"], /^--role king is not one of operator, authority, .*auditor\.\n$/],
    [
      "of a centre that is not there",
      ["--role", "head", "--centre", "nowhere"],
      /^There is no centre "nowhere" .* lipetsk\..*\n$/,
    ],
    ["with an unknown option", ["--role", "head", "--rank", "1"], /^Unknown option '--rank'.* Usage: .*\n$/],
  ])("token %s says so in one line", (_what, args, message) => {
    const { status, stderr, stdout } = run("token", startedOnce(), ...args);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("token before the first start says to start once", () => {
    expect(run("token", emptyDirectory(), "--role", "head").stderr).toMatch(
      /^.* has not been started yet: run npm start once first\.\n$/,
    );
  });

  test("dead-letters says when nothing runs, also after a kill", () => {
    const directory = emptyDirectory();
    const line = `No Otklik runs on ${directory}: start it with npm start, then ask again.\n`;
    expect(run("dead-letters", directory)).toEqual({ status: 1, stdout: "", stderr: line });
    writeFileSync(join(directory, "running.json"), '{"pid":1,"address":"http://127.0.0.1:1","ownerKey":"k"}');
    expect(run("dead-letters", directory).stderr).toBe(line);
  });
});
