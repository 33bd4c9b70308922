import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { complaintsOf } from "../fixtures/geo-report.ts";
import { isWellFormedXml } from "../fixtures/well-formed-xml.ts";
import { dataDirectory, type Edition, startEdition } from "./edition.ts";

const data = dataDirectory();
let edition: Edition;

beforeAll(async () => {
  // The first start makes the secrets; the application is connected as its user would connect it.
  const first = await startEdition(data.path);
  await first.stop();
  const file = join(data.path, "secrets.json");
  const known = z.looseObject({}).parse(JSON.parse(readFileSync(file, "utf8")));
  const open311 = [{ id: "app", jurisdiction: "lipetsk.example", key: "app-key" }];
  writeFileSync(file, JSON.stringify({ ...known, open311 }));
  edition = await startEdition(data.path);
}, 120_000);

afterAll(async () => {
  await edition.stop();
  data.remove();
});

const open311 = async (path: string): Promise<unknown> => (await fetch(`${edition.url}/open311/v2/${path}`)).json();
const numbered = z.tuple([z.looseObject({ service_request_id: z.string() })]);

test("a report of another maker's application is answered where it was made, and its author is not shown", async () => {
  // Any free port will do for a test: what names the edition's address names the port that it got.
  expect(await open311("discovery.json")).toMatchObject({ endpoints: [{ url: `${edition.url}/open311/v2` }] });
  const services = await open311("services.json");
  expect(complaintsOf("services", services)).toEqual([]);
  const code = z.array(z.looseObject({ service_code: z.string() })).parse(services)[0]?.service_code ?? "";

  const fields = {
    api_key: "app-key",
    service_code: code,
    address_string: "Зелёная, 5",
    description: "Яма, звоните +7 900 123-45-67",
    email: "feofan@example.org",
  };
  const post = await fetch(`${edition.url}/open311/v2/requests.json`, {
    method: "POST",
    body: new URLSearchParams(fields),
  });
  const [{ service_request_id: id }] = numbered.parse(await post.json());
  const opened = await vi.waitFor(() => edition.incident(id), 10_000);
  expect(opened).toMatchObject({ topic: { id: code }, public: true });

  await edition.command(id, "answer", opened.version, { text: "Заделали. Диспетчер: 8 (4742) 12-34-56" });
  const shown = await vi.waitFor(async () => {
    const requests = await open311(`requests.json?service_request_id=${id}`);
    expect(requests).toMatchObject([{ service_request_id: id, status: "closed" }]);
    return requests;
  }, 10_000);
  expect(complaintsOf("requests", shown)).toEqual([]);
  expect(JSON.stringify(shown)).not.toMatch(/feofan|123-45-67|12-34-56/);
  const xml = await (await fetch(`${edition.url}/open311/v2/requests/${id}.xml`)).text();
  expect(isWellFormedXml(xml)).toBe(true);
  expect(xml).toContain("<status_notes>Заделали.");
});

test("what is sent from the public page, clicked twice, is one incident under the number that was told", async () => {
  const page = await fetch(`${edition.url}/form`);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const token = /name="token" value="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  const fields = { token, text: "Лужа у школы", address: "Зелёная, 5", contact: "anna@example.org", consent: "yes" };
  const send = () => fetch(`${edition.url}/form`, { method: "POST", body: new URLSearchParams(fields) });
  const [one, other] = await Promise.all([send(), send()]);
  const numbers = (await Promise.all([one.text(), other.text()])).map(
    (thanks) => /class="number">([\w-]{22})</.exec(thanks)?.[1],
  );
  expect(numbers[0]).toBe(numbers[1]);
  const incident = await vi.waitFor(() => edition.incident(numbers[0] ?? ""), 10_000);
  expect(incident).toMatchObject({ signals: [{ channel: "form", text: "Лужа у школы" }], public: false });
});
