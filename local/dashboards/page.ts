import { createHash } from "node:crypto";
import type { HttpAnswer } from "../http/http-answer.ts";
import { escapeHtml } from "./markup.ts";
import { script, style } from "./style.ts";

interface RenderedDashboard {
  readonly name: string;
  readonly widgets: readonly RenderedWidget[];
}

interface RenderedWidget {
  readonly kind: string;
  readonly title: string | undefined;
  readonly place: {
    readonly x: number | undefined;
    readonly y: number | undefined;
    readonly width: number;
    readonly height: number;
  };
  readonly html: string;
}

export interface PageContent {
  readonly dashboards: readonly RenderedDashboard[];
  /** The stretch of time that was chosen, or nothing for each dashboard's own. */
  readonly chosen: string | undefined;
  readonly now: string;
  readonly virtual: boolean;
  readonly zone: string;
  /** What a control of a widget answered, shown over the page. */
  readonly panel: { readonly title: string; readonly html: string } | undefined;
}

/** The stretches of time that can be chosen. */
export const ranges: Readonly<Record<string, string>> = {
  PT1H: "1 ч",
  PT3H: "3 ч",
  PT12H: "12 ч",
  P1D: "сутки",
  P7D: "неделя",
  P30D: "30 дней",
};

const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": contentSecurityPolicy,
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
} as const;

export function renderPage({ dashboards, chosen, now, virtual, zone, panel }: PageContent): HttpAnswer {
  const choices = [["", "как в панели"], ...Object.entries(ranges)].map(([value = "", label = ""]) => {
    const current = value === (chosen ?? "") ? ' aria-current="true"' : "";
    return `<a href="/${value === "" ? "" : `?range=${value}`}"${current}>${label}</a>`;
  });
  const jumps = dashboards.map(({ name }) => `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`);
  const refresh = panel === undefined ? `<noscript><meta http-equiv="refresh" content="15"></noscript>` : "";
  const body = `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>Отклик</title><meta name="viewport" content="width=device-width">${refresh}<style>${style}</style></head>
<body><header class="top"><h1>Отклик</h1><nav aria-label="Панели">${jumps.join("")}</nav><nav aria-label="За какое время">${choices.join("")}</nav>
<p class="now" style="margin-block:0"><b>${now}</b> ${escapeHtml(zone)}${virtual ? ' <span class="badge">виртуальные часы</span>' : ""}</p></header>
<main>${dashboards.map(renderDashboard).join("")}</main>${panel === undefined ? "" : renderPanel(panel, chosen)}
<script>${script}</script></body></html>`;
  return { status: 200, headers, body };
}

function renderDashboard({ name, widgets }: RenderedDashboard): string {
  const id = escapeHtml(name);
  return `<section class="dashboard" aria-labelledby="${id}"><h2 id="${id}">${id}</h2><div class="grid">${widgets.map(renderWidget).join("")}</div></section>`;
}

function renderWidget({ kind, title, place, html }: RenderedWidget): string {
  const column = place.x === undefined ? `span ${place.width}` : `${place.x + 1} / span ${place.width}`;
  const row = place.y === undefined ? `span ${place.height}` : `${place.y + 1} / span ${place.height}`;
  const heading = title === undefined || title === "" ? "" : `<h3>${escapeHtml(title)}</h3>`;
  return `<article class="widget ${kind}" style="grid-column:${column};grid-row:${row}">${heading}<div class="body">${html}</div></article>`;
}

function renderPanel({ title, html }: { title: string; html: string }, chosen: string | undefined): string {
  const back = chosen === undefined ? "/" : `/?range=${chosen}`;
  return `<div class="panel" role="dialog" aria-modal="true" aria-label="${escapeHtml(title)}"><section><h2>${escapeHtml(title)}<a class="close" href="${back}" autofocus>Закрыть</a></h2>${html}</section></div>`;
}
