import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { detailView } from "../../functions/api/incident-view.ts";
import { correctionOf, correctionTable } from "../../local/corrections/correction.ts";
import type { Command } from "../../shared/domain/incident/command.ts";
import type { Incident } from "../../shared/domain/incident/incident.ts";
import { maskPersonal } from "../../shared/understanding/personal/mask-personal.ts";
import { readExamples } from "../../training/topics/read-examples.ts";
import { fixtureCentre, fixtureIncident, MONDAY_NOON } from "../fixtures/centre.ts";
import { decide } from "../fixtures/decide.ts";

const after = (incident: Incident, command: Command): Incident => {
  const decision = decide(incident, command, "operator-1", MONDAY_NOON);
  if (decision.kind !== "changed") throw new Error("A new incident takes it.");
  return decision.incident;
};

const corrected = (text: string): Incident => {
  const incident = fixtureIncident();
  const worded = { ...incident, signal: { ...incident.signal, text } };
  return after(worded, { name: "triage", topic: { id: "gas-leak", group: "gas" } });
};

/** As an auditor is shown it. */
const taught = (incident: Incident) => {
  const signals = [{ signal: incident.signal, kind: incident.kind }];
  return correctionOf(detailView({ incident, signals, centre: fixtureCentre(), words: maskPersonal }));
};

describe("what an incident teaches", () => {
  test("is its text and what a person said of it, by the ids of the centre's data", () => {
    const incident = corrected("Пахнет в подъезде");
    const { authority: executor } = incident;
    expect(taught(incident)).toEqual({ text: "Пахнет в подъезде", topic: "gas-leak", group: "gas", executor });
  });

  test("counts when it was given to a body, and not when nobody has said anything", () => {
    expect(taught(after(fixtureIncident(), { name: "assign", authority: "road-service" }))).toBeDefined();
    expect(taught(fixtureIncident())).toBeUndefined();
  });

  test("is nothing once its citizen has had it erased, or one message has several matters", () => {
    const incident = corrected("Пахнет в подъезде");
    expect(taught({ ...incident, signal: { ...incident.signal, text: "", erased: true } })).toBeUndefined();
    const step = { version: 3, at: MONDAY_NOON, who: "operator-1", what: "divided", into: "other" } as const;
    expect(taught({ ...incident, history: [...incident.history, step] })).toBeUndefined();
  });

  test("is read again by what trains, whatever stands in the text", async () => {
    const texts = ['Сказали: "ждите",\nи ничего', "Пахнет; газ, опять", "Позвоните: [телефон]"];
    const examples = texts.map((text) => taught(corrected(text))).filter((example) => example !== undefined);
    const path = join(mkdtempSync(join(tmpdir(), "otklik-corrections-")), "corrections.csv");
    writeFileSync(path, correctionTable(examples));
    const read = await readExamples(path, "text", ["topic", "group", "executor"]);
    expect(read.texts).toEqual(texts);
    expect(read.columns.map(({ values }) => values[0])).toEqual(["gas-leak", "gas", examples[0]?.executor]);
  });
});
