import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Metric } from "../../../shared/contracts/metrics.ts";
import { HOUR } from "../../../shared/domain/time/instant.ts";
import type { HttpAnswer } from "../../../shared/platform/http.ts";
import { filledIn, openForm, tokenIn } from "../../fixtures/form-page.ts";

const captcha = { siteKey: "site-key", serverKey: "server-key" };

const numberIn = ({ statusCode, body }: HttpAnswer): string => {
  expect(statusCode).toBe(200);
  return /<strong class="number">([\w-]{22})<\/strong>/.exec(body ?? "")?.[1] ?? "";
};

test("the page has a label for every field, the centre's name and its consent, and works without scripts", async () => {
  const { statusCode, headers, body = "" } = await openForm().get();
  expect(statusCode).toBe(200);
  expect(headers?.["content-type"]).toBe("text/html; charset=utf-8");
  const fields = [...body.matchAll(/<(?:input|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"/g)].map(([, id]) => id);
  expect(fields).toEqual(["text", "address", "name", "contact", "website", "consent"]);
  for (const id of fields) expect(body).toContain(`<label for="${id}">`);
  expect(body).toContain("Тестовый округ");
  expect(body).toContain("согласен (согласна) на обработку");
  expect(body).toContain('<html lang="ru">');
  expect(body).toMatch(/<button type="button" id="locate" hidden/);
  expect(body).not.toContain("smart-captcha");
});

test("what is wrong is told first: the browser goes to the list of it, and each line leads to its field", async () => {
  const { statusCode, body = "" } = await openForm().send({ text: "", consent: "" });
  expect(statusCode).toBe(400);
  const [, list = ""] = /<div class="summary" role="alert" tabindex="-1" autofocus>(.*?)<\/div>/s.exec(body) ?? [];
  expect([...list.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)).toEqual(["text", "consent"]);
  for (const id of ["text", "consent"])
    expect(body).toMatch(new RegExp(`id="${id}"[^>]* aria-(?:describedby="[^"]*${id}-fault|invalid="true")`));
  expect(body.match(/autofocus/g)).toHaveLength(1);
  expect((await openForm().get()).body).not.toContain("autofocus");
});

test("the page speaks English to who asks for it", async () => {
  const form = openForm();
  for (const page of [await form.get({ lang: "en" }), await form.get({}, { "accept-language": "en-GB,ru;q=0.5" })])
    expect(page.body).toContain('<html lang="en">');
  expect((await form.get({}, { "accept-language": "de,ru" })).body).toContain('<html lang="ru">');
});

test("a browser runs nothing on the page but what came with it", async () => {
  const { headers, body = "" } = await openForm().get();
  const policy = String(headers?.["content-security-policy"]);
  for (const tag of ["style", "script"]) {
    const inside = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(body)?.[1] ?? "";
    expect(policy).toContain(`${tag}-src 'sha256-${createHash("sha256").update(inside).digest("base64")}'`);
  }
  expect(policy).toMatch(/default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/);
  expect(body).not.toMatch(/ (?:style|on[a-z]+)=/);
});

test("what is sent becomes a signal of the centre, and its number is told", async () => {
  const form = openForm();
  const sent = await form.send({ ...filledIn, name: "Анна", contact: "Anna@example.org", lat: "52.6", lon: "39.57" });
  expect(await form.queued()).toMatchObject([
    {
      signal: {
        id: numberIn(sent),
        centre: "fixture",
        channel: "form",
        source: "fixture",
        text: "Лужа у школы",
        place: { address: "Речная, 4", lat: 52.6, lon: 39.57 },
      },
      author: { id: "anna@example.org", name: "Анна", contact: "Anna@example.org" },
    },
  ]);
  expect(form.counter.total(Metric.SignalAccepted)).toBe(1);
});

test("a double click, or a reload, is the same message; corrected, it is a later wording of it", async () => {
  const form = openForm();
  const token = tokenIn(await form.get());
  const first = numberIn(await form.post({ token, ...filledIn }));
  form.clock.advance(1_000);
  expect(numberIn(await form.post({ token, ...filledIn }))).toBe(first);
  expect(numberIn(await form.post({ token, ...filledIn, text: "Лужа у школы, глубокая" }))).toBe(first);
  const [one, again, corrected] = (await form.queued()).map(({ signal }) => signal);
  expect(again?.wording).toBe(one?.wording);
  expect(corrected?.wording).not.toBe(one?.wording);
  expect(numberIn(await form.send())).not.toBe(first);
});

test.each([
  ["text", { ...filledIn, text: " " }, "Напишите, что случилось."],
  ["text", { ...filledIn, text: "я".repeat(10_001) }, "не больше 10000 знаков"],
  ["address", { ...filledIn, address: "я".repeat(501) }, "не больше 500 знаков"],
  ["consent", { text: "Лужа" }, "Без согласия"],
])("what is wrong with %s is said beside it, and nothing that was written is lost", async (name, fields, said) => {
  const form = openForm();
  const { statusCode, body = "" } = await form.send({ ...fields, contact: "anna@example.org" });
  expect(statusCode).toBe(400);
  expect(body).toContain(`<a href="#${name}">`);
  expect(body).toMatch(new RegExp(`id="${name}-fault">[^<]*${said}`));
  expect(body).toContain('value="anna@example.org"');
  expect(form.signals.sent).toEqual([]);
});

test("whatever was written is shown again as text, never as markup", async () => {
  const { body = "" } = await openForm().send({ text: "</textarea><script>alert(1)</script>", name: '"><img src=x>' });
  expect(body).not.toContain("<script>alert");
  expect(body).not.toContain("<img");
});

test.each([
  ["without the page's mark", () => ""],
  ["with another's mark", (token: string) => token.replace(/^\d{13}/, "1772442000001")],
])("a message %s is not taken, and the page comes back with a new one", async (_, change) => {
  const form = openForm();
  const token = tokenIn(await form.get());
  const refused = await form.post({ ...filledIn, token: change(token) });
  expect(refused.statusCode).toBe(400);
  expect(refused.body).toContain("Лужа у школы");
  numberIn(await form.post({ ...filledIn, token: tokenIn(refused) }));
});

test("a page that was open for a day is sent once more", async () => {
  const form = openForm();
  const token = tokenIn(await form.get());
  form.clock.advance(25 * HOUR);
  expect((await form.post({ ...filledIn, token })).statusCode).toBe(400);
  expect(form.signals.sent).toEqual([]);
});

test("a robot that fills in what nobody sees is thanked, and nothing of it is kept", async () => {
  const form = openForm();
  const { statusCode, body } = await form.send({ ...filledIn, website: "http://example.org" });
  expect({ statusCode, number: body?.includes('class="number"') }).toEqual({ statusCode: 200, number: false });
  expect(form.signals.sent).toEqual([]);
});

test("another site's page cannot send it", async () => {
  const form = openForm();
  const token = tokenIn(await form.get());
  const refused = await form.post({ token, ...filledIn }, {}, { "sec-fetch-site": "cross-site" });
  expect(refused.statusCode).toBe(400);
  expect(form.signals.sent).toEqual([]);
});

test("one address sends so much and no more for a while", async () => {
  const form = openForm();
  const token = tokenIn(await form.get());
  const answers = [];
  for (let number = 0; number < 51; number += 1) answers.push(await form.post({ token, ...filledIn }));
  expect(answers.at(-2)?.statusCode).toBe(200);
  expect(answers.at(-1)).toMatchObject({ statusCode: 429, headers: { "retry-after": expect.stringMatching(/^\d+$/) } });
});

test("a centre that is not there has no form", async () => {
  expect(await openForm().get({ centre: "nowhere" })).toMatchObject({ statusCode: 404 });
});

test("a message that cannot be kept is not thanked for, and its words are in no log", async () => {
  const form = openForm();
  form.signals.failNext(new Error("the queue is away"));
  const refused = await form.send();
  expect(refused.statusCode).toBe(503);
  expect(refused.body).toContain("Лужа у школы");
  expect(JSON.stringify(form.log)).not.toContain("Лужа");
});

test("with a captcha, who is a person is let through and who is not is asked again", async () => {
  const person = openForm({ captcha });
  expect((await person.get()).body).toContain('class="smart-captcha" data-sitekey="site-key"');
  numberIn(await person.send({ ...filledIn, "smart-token": "mark" }));
  expect(person.asked).toEqual(["mark"]);
  const robot = openForm({ captcha, verdict: "robot" });
  const refused = await robot.send();
  expect(refused.statusCode).toBe(400);
  expect(refused.body).toContain("Подтвердите, что вы не робот.");
  expect(refused.body).not.toContain("server-key");
});

test("a captcha is asked about what is filled in alone: its mark serves once", async () => {
  const form = openForm({ captcha });
  await form.send({ ...filledIn, text: "" });
  expect(form.asked).toEqual([]);
});

test("while the captcha's service is away messages are taken, or not, as the secrets say", async () => {
  const open = openForm({ captcha, verdict: "unknown" });
  numberIn(await open.send());
  const closed = openForm({ captcha: { ...captcha, onOutage: "closed" }, verdict: "unknown" });
  expect((await closed.send()).statusCode).toBe(503);
  expect(closed.signals.sent).toEqual([]);
  const off = openForm({ captcha: { ...captcha, api: "off" }, verdict: "robot" });
  numberIn(await off.send());
});
