import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod/mini";
import { askEdition } from "../../local/commands/ask-edition.ts";
import { imColumns } from "../../shared/contracts/im-columns.ts";
import { importRequest } from "../../shared/contracts/import.ts";
import { readTable } from "../../shared/tables/read-table.ts";
import { csvOf } from "../fixtures/csv.ts";
import { imRow } from "../fixtures/im-rows.ts";

/** A command is a process of its own. */
const PROCESSES = 60_000;

const address = z.object({ port: z.int() });

interface Asked {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly json: unknown;
}

/** A server elsewhere that takes JSON and answers as it is told to. */
const elsewhere = async (reply: (asked: Asked, response: ServerResponse) => void) => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const json: unknown = JSON.parse(await text(request));
      const one = { line: `${request.method} ${request.url}`, authorization: request.headers.authorization, json };
      asked.push(one);
      reply(one, response);
    };
    answer().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { asked, url: `http://127.0.0.1:${address.parse(server.address()).port}` };
};

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "otklik-exchange-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};

/** Runs a command as an operator does; answers what it says and how it ends. */
const run = (command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  new Promise<{ readonly said: string; readonly code: number | string }>((found) => {
    const cwd = resolve(import.meta.dirname, "../..");
    const { OTKLIK_TOKEN: _, ...surroundings } = process.env;
    execFile(
      process.execPath,
      [`local/commands/${command}.ts`, ...args],
      { cwd, env: { ...surroundings, ...environment } },
      (error, stdout, stderr) => found({ said: stdout + stderr, code: error?.code ?? 0 }),
    );
  });

const idsIn = async (path: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { cells } of readTable(path)) ids.push(cells.get(imColumns.id) ?? "");
  return ids;
};

describe("moving out of an installation elsewhere", () => {
  test(
    "takes page after page with an administrator's token, oldest incident first",
    async () => {
      const { asked, url } = await elsewhere(({ json }, response) => {
        const isFirst = z.object({ cursor: z.optional(z.string()) }).parse(json).cursor === undefined;
        const page = isFirst
          ? { rows: [imRow({ id: "2", createdAt: "2026-02-02 10:00:00" })], cursor: "further" }
          : { rows: [imRow({ id: "1", createdAt: "2026-02-01 10:00:00" })] };
        response.end(JSON.stringify(page));
      });
      const out = join(folder(), "all.csv");
      const args = ["im", "--out", out, "--url", `${url}/`, "--centre", "gryazi", "--from", "2026-02-01T00:00:00Z"];
      expect(await run("export", args, { OTKLIK_TOKEN: "a-token" })).toMatchObject({ code: 0 });
      const line = "POST /api/centres/gryazi/export";
      const from = "2026-02-01T00:00:00Z";
      expect(asked).toEqual([
        { line, authorization: "Bearer a-token", json: { from } },
        { line, authorization: "Bearer a-token", json: { from, cursor: "further" } },
      ]);
      expect(await idsIn(out)).toEqual(["1", "2"]);
    },
    PROCESSES,
  );

  test(
    "says what stands in the way, in a line",
    async () => {
      const forbidden = await elsewhere((_, response) => {
        response.writeHead(403).end(JSON.stringify({ detail: "The role operator exports nothing." }));
      });
      const proxy = await elsewhere((_, response) => void response.writeHead(502).end("<html>Bad gateway</html>"));
      const out = join(folder(), "all.csv");
      const told = async (url: string, token: Readonly<Record<string, string>> = { OTKLIK_TOKEN: "a-token" }) => {
        const { code, said } = await run("export", ["im", "--out", out, "--url", url], token);
        expect([code, said.trim().split("\n").length]).toEqual([1, 1]);
        return said;
      };
      expect(await told(forbidden.url)).toContain("The role operator exports nothing.");
      expect(await told(proxy.url)).toContain("answered 502");
      expect(await told("http://127.0.0.1:1")).toContain("Nobody answers at http://127.0.0.1:1.");
      expect(await told("otklik.example")).toContain("is no address");
      expect(await told(forbidden.url, {})).toContain("OTKLIK_TOKEN");
    },
    PROCESSES,
  );

  test("speaks TLS to an https address: the token never goes in the clear", async () => {
    const first: number[] = [];
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", (bytes) => {
        first.push(bytes[0] ?? 0);
        socket.destroy();
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const url = `https://127.0.0.1:${address.parse(server.address()).port}/api`;
    await expect(askEdition(url, {}, { authorization: "Bearer a-token" })).rejects.toThrow();
    const handshake = 0x16;
    expect(first).toEqual([handshake]);
  });
});

describe("moving in on AWS", () => {
  const credentials = { AWS_REGION: "eu-north-1", AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
  const history = (): string => {
    const path = join(folder(), "history.csv");
    writeFileSync(path, csvOf([imRow(), imRow({ id: "10000002", messageUrl: "" })]));
    return path;
  };

  test(
    "asks Lambda to look the rows over, and to take them in when that is said",
    async () => {
      const report = { keyColumn: imColumns.id, outcomes: { opened: 2 }, faults: [], differences: [], unknown: [] };
      const { asked, url } = await elsewhere((_, response) => void response.end(JSON.stringify(report)));
      const surroundings = { ...credentials, AWS_ENDPOINT_URL_LAMBDA: url };
      const path = history();
      expect(await run("import", ["im", path, "--aws"], surroundings)).toMatchObject({
        code: 0,
        said: expect.stringContaining("2 rows were read, and nothing was written."),
      });
      await run("import", ["im", path, "--aws", "--apply", "--centre", "gryazi"], surroundings);
      const requests = asked.map(({ json }) => importRequest.parse(json));
      expect(requests.map(({ centre, form, dryRun, rows }) => [centre, form, dryRun, rows.length])).toEqual([
        ["lipetsk", "im", true, 2],
        ["gryazi", "im", false, 2],
      ]);
      expect(asked[0]).toMatchObject({
        line: "POST /2015-03-31/functions/otklik-import/invocations",
        authorization: expect.stringContaining("Credential=AKIDEXAMPLE/"),
      });
    },
    PROCESSES,
  );

  test(
    "says what the function refused, in a line",
    async () => {
      const { url } = await elsewhere((_, response) => {
        const refusal = JSON.stringify({ errorMessage: 'The centre "lipetsk" has no data here.' });
        response.writeHead(200, { "x-amz-function-error": "Unhandled" }).end(refusal);
      });
      const { code, said } = await run("import", ["im", history(), "--aws"], {
        ...credentials,
        AWS_ENDPOINT_URL_LAMBDA: url,
      });
      expect([code, said]).toEqual([1, 'otklik-import failed: The centre "lipetsk" has no data here.\n']);
    },
    PROCESSES,
  );
});
