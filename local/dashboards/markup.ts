/** A small reading of HTML, for content that is going to be filtered: tags, attributes and text; no error recovery but closing. */
export interface Element {
  readonly kind: "element";
  /** Lower case. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Node[];
}

interface Text {
  readonly kind: "text";
  /** As it stands in the source, entities included. */
  readonly source: string;
}

export type Node = Element | Text;

const voidElements = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "source",
  "track",
  "wbr",
]);
const rawElements = new Set([
  "script",
  "style",
  "textarea",
  "title",
  "xmp",
  "noscript",
  "iframe",
  "noembed",
  "noframes",
  "plaintext",
]);

const tag =
  /<(?:!--[\s\S]*?(?:-->|$)|[!?][^>]*>?|(?<close>\/)?(?<name>[a-z][^\s/>]*)(?<attributes>(?:"[^"]*"|'[^']*'|[^"'>])*)>?)/gi;
const attribute = /(?<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"'=<>`]+)))?/g;

export function parseMarkup(html: string): readonly Node[] {
  const root: Element = { kind: "element", name: "", attributes: new Map(), children: [] };
  const open: Element[] = [root];
  const top = (): Element => open.at(-1) ?? root;
  const addText = (source: string): void => {
    if (source !== "") top().children.push({ kind: "text", source });
  };
  let at = 0;
  tag.lastIndex = 0;
  for (let found = tag.exec(html); found !== null; found = tag.exec(html)) {
    addText(html.slice(at, found.index));
    at = tag.lastIndex;
    const name = found.groups?.["name"]?.toLowerCase();
    if (name === undefined) continue;
    if (found.groups?.["close"] !== undefined) {
      const depth = open.findLastIndex((element) => element.name === name);
      if (depth > 0) open.length = depth;
      continue;
    }
    const written = found.groups?.["attributes"] ?? "";
    const element: Element = { kind: "element", name, attributes: parseAttributes(written), children: [] };
    top().children.push(element);
    if (rawElements.has(name)) {
      const end = html.slice(at).search(new RegExp(`</${name}[\\s/>]`, "i"));
      const source = end === -1 ? html.slice(at) : html.slice(at, at + end);
      element.children.push({ kind: "text", source });
      at += source.length;
      tag.lastIndex = at;
      open.push(element);
    } else if (!voidElements.has(name) && !written.trimEnd().endsWith("/")) open.push(element);
  }
  addText(html.slice(at));
  return root.children;
}

function parseAttributes(source: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const { groups } of source.matchAll(attribute)) {
    const name = groups?.["name"]?.toLowerCase() ?? "";
    const value = groups?.["double"] ?? groups?.["single"] ?? groups?.["bare"] ?? "";
    if (!attributes.has(name)) attributes.set(name, decodeEntities(value));
  }
  return attributes;
}

/** Source of the nodes again; whatever they were made of, no text or value can end up as markup. */
export function renderMarkup(nodes: readonly Node[]): string {
  return nodes.map(renderNode).join("");
}

function renderNode(node: Node): string {
  if (node.kind === "text") return node.source.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const attributes = [...node.attributes].map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join("");
  if (voidElements.has(node.name)) return `<${node.name}${attributes}>`;
  // A style sheet's text is no markup: it was checked to hold no "<", and ">" is one of its own signs.
  const inner =
    node.name === "style"
      ? node.children.map((child) => (child.kind === "text" ? child.source : "")).join("")
      : renderMarkup(node.children);
  return `<${node.name}${attributes}>${inner}</${node.name}>`;
}

/** The text inside the nodes, entities decoded. */
export function textOf(nodes: readonly Node[]): string {
  return nodes.map((node) => (node.kind === "text" ? decodeEntities(node.source) : textOf(node.children))).join("");
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  colon: ":",
  Tab: "\t",
  NewLine: "\n",
};

function decodeEntities(source: string): string {
  return source.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/gi, (whole: string, hex, decimal, name) => {
    if (typeof name === "string") return named[name] ?? whole;
    const code = typeof hex === "string" ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}
