import { createHash } from "node:crypto";
import type { HttpAnswer } from "../../shared/platform/http.ts";
import { type Html, html } from "../../shared/platform/html.ts";
import type { FormField, FormTexts } from "../../shared/texts/form.ts";
import type { Language } from "../../shared/texts/preferred-language.ts";
import { longest, type Faults, type Written } from "./read-fields.ts";
import { SCRIPT, STYLE } from "./page-assets.ts";

const CAPTCHA_HOST = "https://smartcaptcha.yandexcloud.net";

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** What a browser may do on these pages: nothing that did not come with them. */
const policyOf = (captcha: boolean): string => {
  const yandex = captcha ? ` ${CAPTCHA_HOST}` : "";
  return [
    "default-src 'none'",
    `style-src ${hashOf(STYLE)}`,
    `script-src ${hashOf(SCRIPT)}${yandex}`,
    ...(captcha ? [`frame-src ${CAPTCHA_HOST}`, `connect-src ${CAPTCHA_HOST}`] : []),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
};

interface Around {
  readonly language: Language;
  readonly texts: FormTexts;
  readonly centreName: string;
}

const document = ({ language, centreName }: Around, title: string, body: Html, more: Html): Html => html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} — ${centreName}</title>
<style>${{ markup: STYLE }}</style>${more}
</head>
<body>
<main>
<p class="centre">${centreName}</p>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;

const nothing: Html = { markup: "" };

export interface FormPage extends Around {
  readonly centre: string;
  readonly token: string;
  readonly written: Written;
  readonly faults: Faults;
  /** What is wrong with the whole. */
  readonly problem?: string | undefined;
  readonly consent: string;
  readonly policy?: string | undefined;
  /** SmartCaptcha's key for the page; nothing where none is asked for. */
  readonly siteKey?: string | undefined;
}

type TextField = "text" | "address" | "name" | "contact";

const autocomplete = { text: "off", address: "street-address", name: "name", contact: "email" } as const;

const labelled = ({ texts, written, faults }: FormPage, name: TextField): Html => {
  const fault = faults[name];
  const described = fault === undefined ? `${name}-hint` : `${name}-fault ${name}-hint`;
  const invalid = fault === undefined ? nothing : html` aria-invalid="true"`;
  const field =
    name === "text"
      ? html`<textarea id="text" name="text" rows="6" required maxlength="${longest.text}" aria-describedby="${described}"${invalid}>${written.text}</textarea>`
      : html`<input id="${name}" name="${name}" type="text" autocomplete="${autocomplete[name]}" maxlength="${longest[name]}" value="${written[name]}" aria-describedby="${described}"${invalid}>`;
  return html`<div class="field">
<label for="${name}">${texts.labels[name]}${name === "text" ? nothing : html` <span class="optional">(${texts.optional})</span>`}</label>
<p class="hint" id="${name}-hint">${texts.hints[name]}</p>
${fault === undefined ? nothing : html`<p class="fault" id="${name}-fault">${fault}</p>`}
${field}
</div>`;
};

const fieldNames: readonly FormField[] = ["text", "address", "name", "contact", "consent", "captcha"];

const summary = ({ texts, faults, problem }: FormPage): Html => {
  const listed = fieldNames.flatMap((name) => {
    const fault = faults[name];
    return fault === undefined ? [] : [html`<li><a href="#${name}">${fault}</a></li>`];
  });
  if (listed.length === 0 && problem === undefined) return nothing;
  return html`<div class="summary" role="alert" tabindex="-1" autofocus>${problem === undefined ? html`<p>${texts.wrong}</p>` : html`<p>${problem}</p>`}${listed.length === 0 ? nothing : html`<ul>${listed}</ul>`}</div>`;
};

const consentOf = ({ texts, consent, policy, written, faults }: FormPage): Html => html`<div class="field consent">
${faults.consent === undefined ? nothing : html`<p class="fault" id="consent-fault">${faults.consent}</p>`}
<input id="consent" name="consent" type="checkbox" value="yes" required${written.consent ? html` checked` : nothing}${faults.consent === undefined ? nothing : html` aria-invalid="true" aria-describedby="consent-fault"`}>
<label for="consent">${consent}</label>
${policy === undefined ? nothing : html`<p class="hint"><a href="${policy}">${texts.policy}</a></p>`}
</div>`;

const captchaOf = ({ texts, siteKey, language }: FormPage): Html =>
  siteKey === undefined
    ? nothing
    : html`<div id="captcha" class="smart-captcha" data-sitekey="${siteKey}" data-hl="${language}"></div><noscript><p class="fault">${texts.noScript}</p></noscript>`;

const formOf = (page: FormPage): Html => {
  const { texts, centre, language, token, written } = page;
  const other = language === "ru" ? "en" : "ru";
  return html`<p class="language"><a href="form?centre=${centre}&lang=${other}" lang="${other}" hreflang="${other}">${texts.otherLanguage}</a></p>
<p>${texts.lead}</p>
${summary(page)}
<form method="post" action="form?centre=${centre}&lang=${language}" accept-charset="utf-8" novalidate>
<input type="hidden" name="token" value="${token}">
${labelled(page, "text")}
${labelled(page, "address")}
<div class="field place"><input type="hidden" id="lat" name="lat" value="${written.lat}"><input type="hidden" id="lon" name="lon" value="${written.lon}">
<button type="button" id="locate" hidden data-located="${texts.located}" data-not="${texts.notLocated}">${texts.locate}</button> <span id="located" role="status"></span></div>
${labelled(page, "name")}
${labelled(page, "contact")}
<div class="trap" aria-hidden="true"><label for="website">${texts.leaveEmpty}</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></div>
${consentOf(page)}
${captchaOf(page)}
<button type="submit">${texts.send}</button>
</form>
<script>${{ markup: SCRIPT }}</script>`;
};

const answered = (status: number, page: Html, captcha: boolean): HttpAnswer => ({
  statusCode: status,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policyOf(captcha),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "geolocation=(self)",
    "cache-control": "no-store",
  },
  body: page.markup,
});

export const formPage = (status: number, page: FormPage): HttpAnswer => {
  const captcha = page.siteKey !== undefined;
  const more = captcha ? html`<script src="${CAPTCHA_HOST}/captcha.js" defer></script>` : nothing;
  return answered(status, document(page, page.texts.title, formOf(page), more), captcha);
};

/** What was received, under which number, and what happens next. A robot that was caught gets no number. */
export const thanksPage = (around: Around, centre: string, id: string | undefined): HttpAnswer => {
  const { texts, language } = around;
  const number = id === undefined ? nothing : html`<p>${texts.number}: <strong class="number">${id}</strong></p>`;
  const body = html`${number}<ul>${texts.next.map((line) => html`<li>${line}</li>`)}</ul>
<p><a href="form?centre=${centre}&lang=${language}">${texts.again}</a></p>`;
  return answered(200, document(around, texts.thanks, body, nothing), false);
};

/** Says that there is no form here. */
export const noticePage = (status: number, around: Around, text: string): HttpAnswer =>
  answered(status, document(around, around.texts.title, html`<p role="alert">${text}</p>`, nothing), false);
