import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writeXlsx } from "hucre/xlsx";
import { afterAll, describe, expect, it } from "vitest";
import { readTable, TableFailure } from "../../shared/tables/read-table.ts";
import { readExamples } from "../../training/topics/read-examples.ts";

const directory = mkdtempSync(join(tmpdir(), "otklik-tables-"));
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

const rowsOf = async (path: string) => {
  const rows: { row: number; cells: Record<string, string> }[] = [];
  for await (const { number, cells } of readTable(path)) rows.push({ row: number, cells: Object.fromEntries(cells) });
  return rows;
};

const wanted = [
  { row: 2, cells: { text: "Яма, и\nбольшая", group: "Дороги" } },
  { row: 4, cells: { text: "Снег", group: "" } },
];

describe("a table", () => {
  it("is read from CSV, packed CSV, CSV of Russian Excel and XLSX alike", async () => {
    const csv = 'text,group\n"Яма, и\nбольшая",Дороги\n,\nСнег\n';
    const excel = Uint8Array.from(
      csv.replace("text,", "text;").replace('",', '";').replace("\n,\n", "\n;\n"),
      (letter) => {
        const code = letter.charCodeAt(0);
        return code < 0x80 ? code : code - 0x410 + 0xc0;
      },
    );
    const sheet = await writeXlsx({
      sheets: [{ name: "1", rows: [["text", "group"], ["Яма, и\nбольшая", "Дороги"], [], ["Снег"]] }],
    });
    expect(await rowsOf(file("a.csv", `\ufeff${csv}`))).toEqual(wanted);
    expect(await rowsOf(file("a.csv.gz", gzipSync(csv)))).toEqual(wanted);
    expect(await rowsOf(file("b.csv", excel))).toEqual(wanted);
    expect(await rowsOf(file("c.xlsx", sheet))).toEqual(wanted);
    const marked = csv.replaceAll(/^([^",]*|"[^"]*"),/gm, "$1|");
    expect(await rowsOf(file("d.csv", marked))).toEqual(wanted);
    const unicode = Buffer.from(`\ufeff${marked.replaceAll("|", "\t")}`, "utf16le");
    expect(await rowsOf(file("e.txt", unicode))).toEqual(wanted);
    expect(await rowsOf(file("f.txt", unicode.swap16()))).toEqual(wanted);
  });

  it.each([
    ["more cells than columns", "text,group\nяма,Дороги,лишнее\n", /row 2: 3 cells under 2 columns/],
    ["two columns of one name", "text,text\nяма,Дороги\n", /row 1: two columns are called "text"/],
    [
      "a quote within a cell, of which nothing is shown",
      'text,group\n"снег\nи лёд",Дороги\nяма "у дома",Дороги\n',
      /csv, row 3, column "text": a quote stands within a cell\. [^я]+$/,
    ],
    ["words after a quote", 'group,text\nДороги,"яма" у дома\n', /row 2, column "text": a quote stands within/],
    [
      "a quote never closed",
      'text,group\nснег,Дороги\n"яма,Дороги\nлёд,Дороги\n',
      /row 3, column "text": a quote is opened and never closed/,
    ],
    [
      "a cell that lost half a letter",
      Buffer.concat([Buffer.from("text,group\nснег,Дороги\nя"), Buffer.of(0xd0), Buffer.from(",Дороги\n")]),
      /row 3, column "text": bytes that are no UTF-8/,
    ],
    ["UTF-16 without its mark", Buffer.from("text,group\nснег,Дороги\n", "utf16le"), /bytes that no text has/],
    ["nothing in it", "", /is empty/],
    ["a workbook cut short", Uint8Array.of(0x50, 0x4b, 3, 4, 5), /no XLSX workbook/],
    ["a damaged packing", Uint8Array.of(0x1f, 0x8b, 3, 4, 5), /damaged gzip/],
  ])("with %s is refused in plain words", async (_, content, words) => {
    const reading = rowsOf(file("bad.csv", content));
    await expect(reading).rejects.toThrow(TableFailure);
    await expect(reading).rejects.toThrow(words);
  });

  it("that is not there is said so", async () => {
    await expect(rowsOf(join(directory, "none.csv"))).rejects.toThrow(/does the file exist/);
  });
});

describe("labelled messages", () => {
  it("without a label are refused with every row and column", async () => {
    const path = file("holes.csv", "text,group,topic\nяма,Дороги,Ямы\nснег,,Снег\nлёд,Дороги,\n");
    await expect(readExamples(path, "text", ["group", "topic"])).rejects.toThrow(
      /row 3, column "group": empty\n {2}row 4, column "topic": empty/,
    );
  });

  it("without the column asked for are refused with the columns there are", async () => {
    const path = file("other.csv", "text,group\nяма,Дороги\n");
    await expect(readExamples(path, "text", ["theme"])).rejects.toThrow(
      /no column "theme". Its columns: "text", "group"/,
    );
  });

  it("may lack words: people send pictures", async () => {
    const path = file("pictures.csv", "text,group\n,Дороги\nснег,Дороги\n");
    expect((await readExamples(path, "text", ["group"])).texts).toEqual(["", "снег"]);
  });
});
