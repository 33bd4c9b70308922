import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const documents = globSync("{*.md,docs/**/*.md}", { cwd: root });
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

const LINK = /\]\(([^)\s]+)\)/g;
const HEADING = /^#+ (.*)$/gm;

/** As GitHub makes them of headings. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(HEADING)].map(([, heading = ""]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, "")
      .replaceAll(" ", "-"),
  );

const leadsNowhere = (document: string, link: string): boolean => {
  if (/^[a-z]+:/.test(link)) return false;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document : normalize(join(dirname(document), path));
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && target.endsWith(".md") && !anchorsOf(textOf(target)).includes(anchor);
};

describe("the documents", () => {
  it.each(documents)("lead wherever %s says", (document) => {
    const links = [...textOf(document).matchAll(LINK)].map(([, link = ""]) => link);
    expect(links.filter((link) => leadsNowhere(document, link))).toEqual([]);
  });
});
