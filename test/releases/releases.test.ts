import { readdirSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { dataDirectory, startEdition } from "../e2e/edition.ts";
import { importDirectory, readRelease, releases } from "./release.ts";

test.each(readdirSync(releases))(
  "what release %s left is read: incidents and their words, the journal, and what waited in queues",
  async (version) => {
    const release = readRelease(version);
    const data = dataDirectory();
    onTestFinished(() => data.remove());
    await importDirectory(data.path, release);
    const edition = await startEdition(data.path);
    onTestFinished(() => edition.kill());

    const { incidents, events, queued } = release.shown;
    for (const { id, state, texts } of incidents) {
      const found = await edition.incident(id);
      expect({ id, state: found.state, texts: found.signals.map(({ text }) => text) }).toEqual({ id, state, texts });
    }
    expect(queued.length).toBeGreaterThan(0);
    await vi.waitFor(() => Promise.all(queued.map((id) => edition.incident(id))), 15_000);
    await edition.advance({ advance: "P2D", step: "PT1H" });
    const now = await edition.events();
    expect(now.map(({ id }) => id)).toEqual(expect.arrayContaining(events));
    const open = incidents.filter(({ state }) => state === "new").map(({ id }) => id);
    const breached = now.filter(({ type }) => type === "DeadlineBreached").map(({ data }) => data.incidentId);
    expect(breached).toEqual(expect.arrayContaining([...open, ...queued]));
  },
  120_000,
);
