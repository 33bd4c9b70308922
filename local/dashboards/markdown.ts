import { escapeHtml } from "./markup.ts";

/**
 * The part of Markdown that dashboards are written in: headings, lists, tables, quotes, code, rules, emphasis and links.
 * Markup inside it is shown, not obeyed.
 */
export function renderMarkdown(text: string): string {
  const blocks: string[] = [];
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  for (let at = 0; at < lines.length; ) {
    const { html, taken } = block(lines, at);
    blocks.push(html);
    at += taken;
  }
  return blocks.join("");
}

interface Block {
  readonly html: string;
  readonly taken: number;
}

function block(lines: readonly string[], at: number): Block {
  const line = lines[at] ?? "";
  if (line.trim() === "") return { html: "", taken: 1 };
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading !== null) {
    // The page's own title is h1 and a dashboard's h2.
    const level = Math.min(6, (heading[1] ?? "").length + 2);
    return { html: `<h${level}>${inline(heading[2] ?? "")}</h${level}>`, taken: 1 };
  }
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line)) return { html: "<hr>", taken: 1 };
  if (line.startsWith("```")) {
    const end = lines.findIndex((other, index) => index > at && other.startsWith("```"));
    const last = end === -1 ? lines.length : end;
    return {
      html: `<pre><code>${escapeHtml(lines.slice(at + 1, last).join("\n"))}</code></pre>`,
      taken: last - at + 1,
    };
  }
  if (isRow(line) && /^\s*\|?[\s:|-]+\|?\s*$/.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("-")) {
    return table(run(lines, at, isRow));
  }
  const quote = run(lines, at, (other) => other.startsWith(">"));
  if (quote.length > 0) {
    const inner = quote.map((other) => other.replace(/^>\s?/, "")).join("\n");
    return { html: `<blockquote>${renderMarkdown(inner)}</blockquote>`, taken: quote.length };
  }
  for (const [tag, mark] of [
    ["ul", /^\s*[-*+]\s+/],
    ["ol", /^\s*\d+[.)]\s+/],
  ] as const) {
    const items = run(lines, at, (other) => mark.test(other));
    if (items.length > 0) {
      const inner = items.map((item) => `<li>${inline(item.replace(mark, ""))}</li>`).join("");
      return { html: `<${tag}>${inner}</${tag}>`, taken: items.length };
    }
  }
  const [first = "", ...rest] = lines.slice(at);
  const paragraph = [
    first,
    ...run(rest, 0, (other) => other.trim() !== "" && !/^(?:#{1,6}\s|>|```|\s*[-*+]\s)/.test(other)),
  ];
  return { html: `<p>${paragraph.map(inline).join("<br>")}</p>`, taken: paragraph.length };
}

const isRow = (line: string): boolean => line.includes("|");

function run(lines: readonly string[], at: number, belongs: (line: string) => boolean): string[] {
  const end = lines.findIndex((line, index) => index >= at && !belongs(line));
  return lines.slice(at, end === -1 ? undefined : end);
}

function table(rows: readonly string[]): Block {
  const cells = (row: string): string[] =>
    row
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => inline(cell.trim()));
  const [head = "", , ...body] = rows;
  const headCells = cells(head)
    .map((cell) => `<th scope="col">${cell}</th>`)
    .join("");
  const bodyRows = body
    .map(
      (row) =>
        `<tr>${cells(row)
          .map((cell) => `<td>${cell}</td>`)
          .join("")}</tr>`,
    )
    .join("");
  return { html: `<table><thead><tr>${headCells}</tr></thead><tbody>${bodyRows}</tbody></table>`, taken: rows.length };
}

function inline(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) =>
      /^`[^`]+`$/.test(part) ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : emphasis(escapeHtml(part)),
    )
    .join("");
}

function emphasis(escaped: string): string {
  return escaped
    .replace(
      /\[(?:button:[^:\]]*:)?([^\]]+)\]\((https?:\/\/[^\s)]+|\/[^\s)]*|#[^\s)]*)\)/g,
      '<a href="$2" rel="noopener">$1</a>',
    )
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
    .replace(/(?<![\w*])\*([^*]+)\*(?![\w*])/g, "<em>$1</em>");
}
