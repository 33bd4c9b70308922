import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventSchemaFiles } from "../../docs/events/event-schemas.ts";

const directory = join(import.meta.dirname, "../../docs/events");

describe("the published schemas of events", () => {
  it("say what the code checks; `node docs/events/write-schemas.ts` writes them anew", () => {
    const published = readdirSync(directory)
      .filter((name) => name.endsWith(".json"))
      .map((name) => [name, readFileSync(join(directory, name), "utf8")]);
    expect(Object.fromEntries(published)).toEqual(Object.fromEntries(eventSchemaFiles()));
  });
});
