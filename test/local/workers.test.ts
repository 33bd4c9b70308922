import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { createLog } from "../../local/log/log.ts";
import type { InvocationResult, MetricSample } from "../../local/ports.ts";
import type { LambdaFunction } from "../../local/template/deployment.ts";
import { createFunctionOutput } from "../../local/workers/output.ts";
import { createWorkerPool } from "../../local/workers/pool.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "otklik-workers-"));
  await writeFile(join(directory, "package.json"), '{"type":"commonjs"}');
});
afterAll(() => rm(directory, { recursive: true }));

interface Trial {
  memory?: number;
  timeout?: number;
  workers?: number;
  idle?: number;
  answering?: boolean;
}

async function poolOf(source: string, trial: Trial = {}) {
  const { memory = 256, timeout = 10, workers = 2, idle = 300_000, answering = true } = trial;
  const name = `otklik-${Math.random().toString(36).slice(2)}`;
  await writeFile(join(directory, `${name}.js`), source);
  const lambda: LambdaFunction = {
    name,
    arn: `arn:aws:lambda:local-1:000000000000:function:${name}`,
    codeDirectory: directory,
    handler: `${name}.handler`,
    environment: { TABLE_NAME: "incidents" },
    memoryMegabytes: memory,
    timeoutSeconds: timeout,
    statements: [],
  };
  const cells = new SharedArrayBuffer(16);
  const samples: MetricSample[] = [];
  const lines: string[] = [];
  const metrics = { record: (recorded: readonly MetricSample[]) => void samples.push(...recorded) };
  const pool = createWorkerPool({
    answering: new Set(answering ? [name] : []),
    functions: [lambda],
    host: { region: "local-1", endpoint: "http://127.0.0.1:4321" },
    clock: { now: () => Date.now(), virtual: false },
    clockCells: cells,
    metrics,
    output: createFunctionOutput({ metrics, log: createLog({ write: (line) => lines.push(line) }) }),
    maximumWorkers: workers,
    idleMilliseconds: idle,
  });
  onTestFinished(() => pool.stop());
  const invoke = (event: unknown = {}): Promise<InvocationResult> => pool.invoke(name, event);
  const count = (metric: string): number =>
    samples
      .filter((sample) => sample.name === metric)
      .reduce((sum, { values }) => sum + values.reduce((a, b) => a + b, 0), 0);
  return { pool, name, invoke, cells: new Float64Array(cells), samples, lines, count };
}

const failure = (type: string, message: unknown = expect.any(String)) => ({ kind: "failed", error: { type, message } });

describe("a function in a worker", () => {
  test("gets its event, Lambda's context and its own environment, and nothing of the runner's", async () => {
    process.env["OTKLIK_TEST_LEAK"] = "leaked";
    const { invoke, name } = await poolOf(`exports.handler = async (event, context) => ({
      event, table: process.env.TABLE_NAME, leak: process.env.OTKLIK_TEST_LEAK, home: process.env.HOME, endpoint: process.env.AWS_ENDPOINT_URL,
      name: context.functionName, arn: context.invokedFunctionArn, memory: context.memoryLimitInMB, id: context.awsRequestId,
      left: context.getRemainingTimeInMillis() });`);
    const result = await invoke({ text: "Яма", nothing: undefined });
    expect(result).toEqual({
      kind: "returned",
      value: {
        event: { text: "Яма" },
        table: "incidents",
        endpoint: "http://127.0.0.1:4321",
        name,
        arn: expect.stringContaining(name),
        memory: "256",
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        left: expect.any(Number),
      },
    });
  });

  test("that throws fails with the error's name and message, and is counted", async () => {
    const { invoke, count } = await poolOf(`exports.handler = async () => { throw new TypeError("no text") }`);
    expect(await invoke()).toEqual(failure("TypeError", "no text"));
    expect([count("Invocations"), count("Errors")]).toEqual([1, 1]);
  });

  test("that hangs, even without yielding, fails at its timeout with what it had written kept", async () => {
    const { invoke, lines } = await poolOf(
      `exports.handler = async (event) => { console.log("started"); if (event.hang) for (;;); return "fine"; }`,
      { timeout: 1 },
    );
    expect(await invoke({ hang: true })).toEqual(failure("Sandbox.Timedout", "Task timed out after 1.00 seconds"));
    expect(lines.some((line) => line.includes("started"))).toBe(true);
    expect(await invoke()).toEqual({ kind: "returned", value: "fine" });
  });

  test.each([
    ["ends the process", `process.exit(3)`, "Runtime.ExitError"],
    [
      "throws outside its promise",
      `setTimeout(() => { throw new RangeError("stray") }); return new Promise(() => {})`,
      "RangeError",
    ],
    [
      "takes more memory than it has",
      `const held = []; for (;;) held.push(new Array(1e5).fill(held.length))`,
      "Runtime.OutOfMemory",
    ],
  ])("that %s fails alone, and the next call is served", async (_what, body, type) => {
    const { invoke } = await poolOf(`exports.handler = (event) => { if (event.fine) return "fine"; ${body} }`, {
      memory: 64,
    });
    expect(await invoke()).toEqual(failure(type));
    expect(await invoke({ fine: true })).toEqual({ kind: "returned", value: "fine" });
  });

  test("that throws after it answered keeps its answer, and the next call is served", async () => {
    const { invoke, lines } = await poolOf(
      `exports.handler = async (event) => { if (event.stray) setImmediate(() => { throw new Error("afterwards") }); return "kept"; }`,
    );
    expect(await invoke({ stray: true })).toEqual({ kind: "returned", value: "kept" });
    await vi.waitFor(() => expect(lines.join()).toContain("afterwards"));
    expect(await invoke()).toEqual({ kind: "returned", value: "kept" });
  });

  test("whose bundle cannot be loaded says why", async () => {
    const { invoke } = await poolOf(`require("not-there")`);
    expect(await invoke()).toEqual(failure("Error", expect.stringContaining("not-there")));
  });

  test("runs one invocation at a time per thread, and no more threads than allowed", async () => {
    const { invoke, pool } = await poolOf(
      `let inside = 0; let most = 0;
       exports.handler = async () => { inside += 1; most = Math.max(most, inside); await new Promise((done) => setTimeout(done, 30)); inside -= 1;
         return { most, thread: require("node:worker_threads").threadId }; }`,
    );
    const running = Array.from({ length: 6 }, () => invoke());
    expect(pool.busy).toBe(6);
    const answers = (await Promise.all(running)).map((result) => (result.kind === "returned" ? result.value : result));
    expect(answers).toEqual(running.map(() => ({ most: 1, thread: expect.any(Number) })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(2);
    expect(pool.busy).toBe(0);
  });

  test("that is idle long enough gives its thread up and is started anew when needed", async () => {
    const { invoke } = await poolOf(`exports.handler = async () => require("node:worker_threads").threadId`, {
      idle: 20,
    });
    const first = await invoke();
    await expect.poll(invoke, { interval: 100 }).not.toEqual(first);
  });

  test("counts what it writes in CloudWatch's embedded format and logs the rest", async () => {
    const emf = {
      _aws: {
        Timestamp: 1,
        CloudWatchMetrics: [{ Namespace: "Otklik", Dimensions: [[]], Metrics: [{ Name: "Opened" }] }],
      },
      Opened: [1, 2],
    };
    const { invoke, count, lines } = await poolOf(
      `exports.handler = async () => { process.stdout.write(${JSON.stringify(JSON.stringify(emf).slice(0, 20))}); console.log(${JSON.stringify(JSON.stringify(emf).slice(20))}); console.log(JSON.stringify({ level: "WARN", message: "odd" })); }`,
    );
    await invoke();
    expect(count("Opened")).toBe(3);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: "warn", line: { level: "WARN", message: "odd" } }),
    ]);
  });
});

describe("the time in a worker", () => {
  const source = `class Day extends Date { iso() { return this.toISOString().slice(0, 10); } }
    exports.handler = async () => ({ now: Date.now(), made: new Date().getTime(), given: new Date(0).getTime(), text: Date().slice(11, 15),
      own: new Date().constructor === Date, instance: new Date() instanceof Date, day: new Day().iso(), sub: new Day() instanceof Day,
      parsed: Date.parse("1970-01-02"), utc: Date.UTC(1970, 0, 2), cloned: structuredClone(new Date()) instanceof Date,
      format: new Intl.DateTimeFormat("en", { year: "numeric", timeZone: "UTC" }).format(),
      parts: new Intl.DateTimeFormat("en", { year: "numeric", timeZone: "UTC" }).formatToParts()[0].value,
      explicit: new Intl.DateTimeFormat("en", { year: "numeric", timeZone: "UTC" }).format(0),
      local: new Date().toLocaleDateString("en", { year: "numeric", timeZone: "UTC" }) });`;

  test("is the product's clock while that is virtual, in every way of asking", async () => {
    const { invoke, cells } = await poolOf(source);
    const instant = Date.UTC(2031, 4, 6, 7);
    cells[1] = instant;
    cells[0] = 1;
    expect(await invoke()).toEqual({
      kind: "returned",
      value: {
        now: instant,
        made: instant,
        given: 0,
        text: "2031",
        own: true,
        instance: true,
        day: "2031-05-06",
        sub: true,
        parsed: 86_400_000,
        utc: 86_400_000,
        cloned: true,
        format: "2031",
        parts: "2031",
        explicit: "1970",
        local: "2031",
      },
    });
    cells[1] = instant + 60_000;
    expect(await invoke()).toMatchObject({ value: { now: instant + 60_000 } });
  });

  test("leaves the world's time to those who ask for it: a signature is held against that", async () => {
    const world = 'exports.handler = async () => globalThis[Symbol.for("otklik.world-clock")]()';
    const { invoke, cells } = await poolOf(world);
    cells[1] = Date.UTC(2031, 4, 6, 7);
    cells[0] = 1;
    const before = Date.now();
    expect(await invoke()).toEqual({
      kind: "returned",
      value: expect.toSatisfy((at: number) => at >= before && at <= Date.now()),
    });
  });

  test("is real while the clock is real", async () => {
    const { invoke } = await poolOf(`exports.handler = async () => Date.now()`);
    const before = Date.now();
    const result = await invoke();
    expect(result.kind === "returned" && Number(result.value)).toBeGreaterThanOrEqual(before);
  });
});

const niceness = `const { readlinkSync } = require("node:fs"); const { getPriority } = require("node:os");
  exports.handler = async () => getPriority(Number(readlinkSync("/proc/thread-self").split("/").at(-1))) - getPriority(process.pid);`;

test("a function whose answer nobody waits for lets the others go first", async () => {
  const answering = await poolOf(niceness);
  const queued = await poolOf(niceness, { answering: false });
  expect(await answering.invoke()).toEqual({ kind: "returned", value: 0 });
  expect(await queued.invoke()).toEqual({ kind: "returned", value: 7 });
});

test("a prepared function has its thread before the first call, and one that cannot start says so at it", async () => {
  const { pool, name, invoke } = await poolOf("const loaded = Date.now(); exports.handler = async () => loaded;");
  await pool.prepare([name, "otklik-unknown"]);
  const ready = Date.now();
  expect(await invoke()).toEqual({ kind: "returned", value: expect.toSatisfy((at: number) => at <= ready) });
  const broken = await poolOf("throw new TypeError('no secret');");
  await broken.pool.prepare([broken.name]);
  expect(await broken.invoke()).toEqual(failure("TypeError", "no secret"));
});
