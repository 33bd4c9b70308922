import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../../local/dashboards/markdown.ts";
import { parseMarkup, renderMarkup } from "../../local/dashboards/markup.ts";
import { sanitise } from "../../local/dashboards/sanitise.ts";

const clean = (html: string): string => renderMarkup(sanitise(parseMarkup(html)));

describe("a function's HTML", () => {
  test("keeps what draws: text, tables, inputs, drawings and harmless style", () => {
    const html =
      '<table class="late"><tr><td style="color:red" colspan="2">Яма &amp; люк</td></tr></table><input name="q" value="a&quot;b">' +
      '<svg viewbox="0 0 9 9"><path d="M0 0L9 9" stroke="url(#g)"></path></svg>';
    expect(clean(html)).toBe(html);
  });

  test.each([
    ["<script>alert(1)</script>"],
    ["<SCRIPT src=//evil>alert(1)</SCRIPT >x"],
    ["<script <b>alert(1)</script>"],
    ["<img src=x onerror=alert(1)>"],
    ["<svg/onload=alert(1)>"],
    ["<svg><script>alert(1)</script><use href='data:x#y'/><foreignObject>alert(1)</foreignObject></svg>"],
    ["<iframe srcdoc='<b onclick=alert(1)>'></iframe>"],
    ["<a href='javascript:alert(1)'>x</a>"],
    ["<a href='&#106;ava&Tab;script:alert(1)'>x</a>"],
    ["<a href='//evil/alert(1)'>x</a>"],
    ["<img src='https://evil/alert(1)'>"],
    ["<p style='background:url(https://evil/alert(1))'>x</p>"],
    ["<p style='background:u\\72l(https://evil/alert(1))'>x</p>"],
    ["<style>p{background:url(//evil/alert(1))}</style>"],
    ["<style>}body{display:none}/*alert(1)*/</style>"],
    ["<form action=//evil/alert(1)><button formaction=//evil/alert(1)>x</button></form>"],
    [
      "<base href=//evil/alert(1)><meta http-equiv=refresh content='0;//evil/alert(1)'><link rel=stylesheet href=//evil/alert(1)>",
    ],
    ["<!-- <b>alert(1)</b> -->"],
    ["<!--><script>alert(1)</script>-->"],
    ["<noscript><p title='</noscript><img src=x onerror=alert(1)>'>"],
    ["<b title='\"><script>alert(1)</script>'>x</b>".replace("alert(1)", "")],
  ])("loses what runs, fetches or frames: %s", (html) => {
    const cleaned = clean(html);
    expect(cleaned).not.toMatch(/alert\(1\)|evil|<script|onerror|onload|javascript:/i);
  });

  test("gets its own style sheet scoped to itself", () => {
    expect(clean("<style>td>b{color:red}</style>")).toBe("<style>@scope{td>b{color:red}}</style>");
  });
});

describe("Markdown", () => {
  test("renders headings, lists, tables, code and links, and shows markup as text", () => {
    const html = renderMarkdown(
      "# Что делать\n- **раз**\n- `два <b>`\n\n|a|b|\n|--|--|\n|1|2|\n\n[журнал](https://x.org) [плохо](javascript:x)\n<script>",
    );
    expect(html).toBe(
      "<h3>Что делать</h3><ul><li><strong>раз</strong></li><li><code>два &lt;b&gt;</code></li></ul>" +
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>' +
        '<p><a href="https://x.org" rel="noopener">журнал</a> [плохо](javascript:x)<br>&lt;script&gt;</p>',
    );
  });
});
