import * as z from "zod/mini";
import { type Element, type Node, renderMarkup, textOf } from "./markup.ts";

/** What a control of a custom widget does when it is used; sent back with the form it stands in. */
const widgetAction = z.object({
  kind: z.enum(["call", "html"]),
  endpoint: z.string(),
  display: z.enum(["popup", "widget"]),
  confirmation: z.optional(z.string()),
  /** The action's content: JSON for a call, markup to show otherwise. */
  content: z.string(),
});

export type WidgetAction = z.infer<typeof widgetAction>;

/** Reads an action back from the form field that `renderActions` wrote. */
export function readAction(field: string): WidgetAction | undefined {
  try {
    return widgetAction.safeParse(JSON.parse(field)).data;
  } catch {
    return undefined;
  }
}

/**
 * Turns every `<cwdb-action>` into a working control: the element right before it becomes (or holds) a button that
 * submits the widget's form, with the action in a hidden field of its own. Whatever event CloudWatch would wait for, here
 * it is a click, which a keyboard can make too. Takes sanitised nodes.
 */
export function renderActions(nodes: readonly Node[]): Node[] {
  let count = 0;
  const walk = (siblings: readonly Node[]): Node[] => {
    const done: Node[] = [];
    for (const node of siblings) {
      if (node.kind === "text") done.push(node);
      else if (node.name !== "cwdb-action") done.push({ ...node, children: walk(node.children) });
      else {
        const at = done.findLastIndex((before) => before.kind === "element");
        const before = done[at];
        const id = String(count);
        count += 1;
        if (before?.kind === "element") done.splice(at, 1, ...controlOf(before, node, id));
      }
    }
    return done;
  };
  return walk(nodes);
}

function controlOf(before: Element, action: Element, id: string): Node[] {
  const field = hidden(`otklik-action-${id}`, JSON.stringify(actionOf(action)));
  if (before.name === "a" || before.name === "button") {
    const style = before.attributes.get("style");
    const kept = `${before.name === "a" ? "link" : "button"} ${before.attributes.get("class") ?? ""}`.trim();
    return [button(kept, id, before.children, style), field];
  }
  if (before.name === "tr") {
    const cell = before.children.findIndex((child) => child.kind === "element");
    const first = before.children[cell];
    if (first?.kind !== "element") return [before];
    const holding: Element = { ...first, children: [button("link", id, first.children), field] };
    return [{ ...before, children: before.children.with(cell, holding) }];
  }
  return [{ ...before, children: [button("link", id, before.children), field] }];
}

function actionOf({ attributes, children }: Element): WidgetAction {
  const kind = attributes.get("action") === "html" ? "html" : "call";
  const confirmation = attributes.get("confirmation");
  return {
    kind,
    endpoint: attributes.get("endpoint") ?? "",
    display: attributes.get("display") === "widget" ? "widget" : "popup",
    ...(confirmation !== undefined && { confirmation }),
    content: kind === "html" ? renderMarkup(children) : textOf(children),
  };
}

function button(className: string, value: string, children: Node[], style?: string): Element {
  const attributes = new Map([
    ["type", "submit"],
    ["name", "otklik-action"],
    ["value", value],
    ["class", `cwdb-${className}`],
  ]);
  if (style !== undefined) attributes.set("style", style);
  return { kind: "element", name: "button", attributes, children };
}

function hidden(name: string, value: string): Element {
  const attributes = new Map([
    ["type", "hidden"],
    ["name", name],
    ["value", value],
  ]);
  return { kind: "element", name: "input", attributes, children: [] };
}
