import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { StartFailure } from "../../local/start-failure.ts";
import { openRunnerStore } from "../../local/store/runner-store.ts";

const Notice = z.object({ message: z.string() });
const insert = "INSERT INTO notices (id, topic, subject, message, at) VALUES ('1', 'duty', NULL, ?, 0)";
const emptyDirectory = () => mkdtempSync(join(tmpdir(), "otklik-store-"));

describe("the runner's store", () => {
  it("keeps what was acknowledged when the process dies without closing it", async () => {
    const directory = emptyDirectory();
    await openRunnerStore(directory).commit((database) => database.run(insert, "kept"));
    const reopened = openRunnerStore(directory);
    expect(reopened.read((database) => database.all("SELECT message FROM notices", Notice))).toEqual([
      { message: "kept" },
    ]);
    await reopened.close();
  });

  it("undoes a closure that throws and keeps its neighbours in the same transaction", async () => {
    const store = openRunnerStore(emptyDirectory());
    const outcomes = await Promise.allSettled([
      store.commit((database) => database.run(insert, "first")),
      store.commit((database) => {
        database.run(insert, "half done");
        throw new Error("no");
      }),
      store.commit((database) => database.run(insert, "third")),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const kept = store.read((database) => database.all("SELECT message FROM notices ORDER BY sequence", Notice));
    expect(kept.map((notice) => notice.message)).toEqual(["first", "third"]);
    await store.close();
  });

  it("refuses a damaged file with one line that names it and the chapter to read", () => {
    const directory = emptyDirectory();
    writeFileSync(join(directory, "runner.db"), "not a database at all".repeat(400));
    const opening = () => openRunnerStore(directory);
    expect(opening).toThrow(StartFailure);
    expect(opening).toThrow(/^[^\n]*runner\.db[^\n]*damaged data directory[^\n]*$/i);
  });

  it("refuses a store that a newer version wrote", () => {
    const directory = emptyDirectory();
    const newer = new DatabaseSync(join(directory, "runner.db"));
    newer.exec("PRAGMA user_version = 9999");
    newer.close();
    expect(() => openRunnerStore(directory)).toThrow(/newer version/);
  });
});
