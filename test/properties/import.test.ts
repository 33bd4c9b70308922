import * as fc from "fast-check";
import { expect, test } from "vitest";
import { importRows } from "../../functions/import/import-rows.ts";
import { imColumns } from "../../shared/contracts/im-columns.ts";
import { envelopeSealer } from "../../shared/platform/sealing.ts";
import { memoryIdentities } from "../doubles/memory-identities.ts";
import { memoryIncidents } from "../doubles/memory-incidents.ts";
import { memoryKeys, memoryPseudonyms } from "../doubles/memory-keys.ts";
import { memoryPosNumbers } from "../doubles/memory-pos-numbers.ts";
import { memoryTable } from "../doubles/memory-table.ts";
import { fixtureCentre, MONDAY_NOON } from "../fixtures/centre.ts";
import { imRow, imRows } from "../fixtures/im-rows.ts";

const cell = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("", "'", "-", "Да", "0.25", "11 days 12:10:25.217000", "2026-02-25 10:00:00", "1899-12-30 00:00:00"),
  fc.constantFrom("https://vk.com/wall-1_2?reply=3", "https://ok.ru/group/1/topic/2#3", "t.me/a/1?comment=%"),
);

const row = fc
  .tuple(
    fc.constantFrom(imRow(), ...imRows()),
    fc.dictionary(fc.constantFrom(...Object.values(imColumns)), cell, { maxKeys: 4 }),
  )
  .map(([whole, changed]) => ({ ...whole, ...changed }));

test("whatever the rows say: each is taken or named with its column, and a second time changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
      const table = memoryTable();
      const work = importRows({
        incidents: memoryIncidents(table),
        identities: memoryIdentities(),
        posNumbers: memoryPosNumbers(table),
        sealer: envelopeSealer(memoryKeys(), () => 0),
        pseudonymOf: memoryPseudonyms(),
        centre: () => Promise.resolve(fixtureCentre()),
        now: () => MONDAY_NOON,
      });
      const ids = new Set<string>();
      const distinct = rows.filter(({ [imColumns.id]: id = "" }) => !ids.has(id) && ids.add(id));
      const request = {
        centre: "fixture",
        form: "im",
        dryRun: false,
        rows: distinct.map((cells, place) => ({ number: place + 2, cells })),
      };
      const first = await work(request);
      const { opened = 0, refused = 0, expired = 0 } = first.outcomes;
      expect(opened + refused + expired).toBe(distinct.length);
      expect(new Set(first.faults.map((fault) => fault.row)).size).toBe(refused);
      const again = await work(request);
      expect(again.outcomes.known ?? 0).toBe(opened);
      expect(again.outcomes.opened).toBeUndefined();
      expect(again.outcomes.updated).toBeUndefined();
    }),
    { numRuns: 150 },
  );
});
