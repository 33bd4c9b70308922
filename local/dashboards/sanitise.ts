import type { Element, Node } from "./markup.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const elements = words(`
  a abbr address article aside b blockquote br button caption center cite code col colgroup dd del details dfn div dl dt
  em fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li main mark meter
  nav ol optgroup option output p pre progress q s samp section select small span strong style sub summary sup table
  tbody td textarea tfoot th thead time tr u ul var wbr cwdb-action
  svg g path rect circle ellipse line polyline polygon text tspan defs lineargradient radialgradient stop clippath
  title desc marker pattern mask symbol`);

/** Left out with all they hold; other unknown elements leave their content. */
const dropped = words(
  "script iframe object embed use link meta base noscript template foreignobject animate set image audio video canvas frame frameset applet math xmp noembed noframes plaintext head",
);

const attributes = words(`
  class id title lang dir role style width height colspan rowspan scope headers align valign border cellpadding
  cellspacing bgcolor href target alt src type name value checked disabled readonly placeholder selected multiple rows cols
  min max step low high optimum required maxlength for open datetime start reversed
  action endpoint display event confirmation
  viewbox preserveaspectratio d x y x1 x2 y1 y2 cx cy r rx ry dx dy fx fy points transform fill fill-opacity fill-rule
  stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin opacity font-size font-family
  font-weight text-anchor dominant-baseline alignment-baseline offset stop-color stop-opacity gradientunits
  gradienttransform clip-path marker-start marker-mid marker-end refx refy markerwidth markerheight orient
  patternunits mask letter-spacing vector-effect`);

const inputs = words(
  "text search number date datetime-local time month week email tel url range color checkbox radio hidden password",
);

/**
 * A function's HTML as CloudWatch lets it onto a dashboard: no script, no frame, no `use`, no event attribute, no
 * address that runs or fetches anything.
 */
export function sanitise(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => (node.kind === "text" ? [node] : sanitiseElement(node)));
}

function sanitiseElement(element: Element): Node[] {
  const { name } = element;
  if (dropped.has(name)) return [];
  if (!elements.has(name)) return sanitise(element.children);
  if (name === "style") return styleSheet(element);
  const kept = new Map([...element.attributes].filter(([attribute, value]) => isSafe(name, attribute, value)));
  if (name === "a" && kept.has("target")) kept.set("rel", "noopener noreferrer");
  if (name === "button") kept.set("type", "button");
  if (name === "input" && !inputs.has(kept.get("type") ?? "text")) kept.set("type", "text");
  return [{ kind: "element", name, attributes: kept, children: sanitise(element.children) }];
}

function isSafe(element: string, attribute: string, value: string): boolean {
  if (!/^[a-z][a-z0-9-]*$/.test(attribute)) return false;
  if (!attributes.has(attribute) && !attribute.startsWith("aria-")) return false;
  switch (attribute) {
    case "href":
      return element === "a" && /^(?:https?:\/\/|mailto:|tel:|#|\/(?![/\\])|\?)/i.test(value.trim());
    case "src":
      return element === "img" && /^data:image\/(?:png|gif|jpeg|webp);base64,[a-z0-9+/=\s]+$/i.test(value.trim());
    case "style":
      return isHarmlessCss(value);
    case "name":
      return !value.startsWith("otklik-");
    case "action":
      return element === "cwdb-action";
    default:
      // Presentation attributes may name a gradient of the same drawing, and nothing farther away.
      return !/url\s*\(\s*["']?\s*(?!["'#])/i.test(value) && !/^\s*(?:javascript|vbscript|data):/i.test(value);
  }
}

/** Nothing fetched, nothing run, nothing laid over the rest of the page, nothing hidden behind an escape. */
function isHarmlessCss(css: string): boolean {
  return !/url\s*\(|image-set|expression|@import|@charset|behaviou?r|-moz-binding|position\s*:\s*(?:fixed|sticky)|[\\<]/i.test(
    css,
  );
}

/** The rules stay inside the widget that brought them: `@scope` without a prelude means the parent of the style element. */
function styleSheet({ children }: Element): Node[] {
  const css = children.map((child) => (child.kind === "text" ? child.source : "")).join("");
  if (!isHarmlessCss(css) || !isBalanced(css)) return [];
  const scoped = { kind: "text", source: `@scope{${css}}` } as const;
  return [{ kind: "element", name: "style", attributes: new Map(), children: [scoped] }];
}

function isBalanced(css: string): boolean {
  let depth = 0;
  for (const sign of css.replace(/\/\*[\s\S]*?\*\//g, "")) {
    if (sign === "{") depth += 1;
    if (sign === "}") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0 && !/["']/.test(css) && !/\/\*/.test(css.replace(/\/\*[\s\S]*?\*\//g, ""));
}
