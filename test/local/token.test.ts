import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { staffToken } from "../../local/commands/staff-token.ts";
import { createAuthorizer } from "../../local/http/authorizer.ts";
import { writeIssuer } from "../../local/issuer.ts";
import { readOrMakeSecrets } from "../../local/secrets-document.ts";
import { readSettings } from "../../local/settings.ts";
import { ownTokenKey } from "../../local/token-key.ts";
import { welcome } from "../../local/welcome.ts";

const wanted = { role: "operator", centre: "lipetsk", authority: undefined };

const startedDirectory = () => {
  const path = mkdtempSync(join(tmpdir(), "otklik-token-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  writeIssuer(path, { issuer: "https://issuer", audience: "client" });
  mkdirSync(join(path, "centres", "lipetsk"), { recursive: true });
  const secretsFile = join(path, "elsewhere.json");
  writeFileSync(secretsFile, '{"partners":[{"id":"form","key":"a-partner-key"}]}');
  return { dataDirectory: path, secretsFile };
};

test("without a token key in the secrets, the command and the edition keep one of their own and agree on it", async () => {
  const settings = startedDirectory();
  const token = await staffToken(wanted, settings);
  const authorize = createAuthorizer(() => ownTokenKey(settings.dataDirectory));
  const decision = await authorize({ issuer: "https://issuer", audiences: ["client"] }, `Bearer ${token}`);
  expect(decision).toMatchObject({ kind: "authorized" });
  expect(statSync(join(settings.dataDirectory, "token.key")).mode & 0o777).toBe(0o600);
  expect(ownTokenKey(startedDirectory().dataDirectory)).not.toBe(ownTokenKey(settings.dataDirectory));
});

test("nobody is given a token of a centre that is not there, and who asks is told the ones that are", async () => {
  const settings = startedDirectory();
  mkdirSync(join(settings.dataDirectory, "centres", "gryazi"));
  await expect(staffToken({ ...wanted, centre: "nowhere" }, settings)).rejects.toThrow(
    /no centre "nowhere" in .*: it knows gryazi, lipetsk\./,
  );
  await expect(staffToken({ ...wanted, centre: "gryazi" }, settings)).resolves.toMatch(/^ey/);
});

test("a key of its own that was damaged is named, with what to do", () => {
  const { dataDirectory } = startedDirectory();
  writeFileSync(join(dataDirectory, "token.key"), "");
  expect(() => ownTokenKey(dataDirectory)).toThrow(/token\.key is damaged: remove it/);
});

test("the screen's line for a token names the directory and the secrets that the edition was started with", () => {
  const { dataDirectory, secretsFile } = startedDirectory();
  vi.stubEnv("DATA_DIR", dataDirectory);
  vi.stubEnv("OTKLIK_SECRETS", secretsFile);
  onTestFinished(() => void vi.unstubAllEnvs());
  const shown = welcome(
    "http://127.0.0.1:8787",
    readSettings(process.env),
    readOrMakeSecrets(secretsFile, false).document,
  );
  expect(shown).toContain(`$(DATA_DIR='${dataDirectory}' OTKLIK_SECRETS='${secretsFile}' npm run --silent token`);
});
