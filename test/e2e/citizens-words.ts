import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { secrets } from "../../shared/contracts/secrets.ts";
import { maxSender } from "../doubles/platforms/max/sender.ts";
import { okSender } from "../doubles/platforms/ok/sender.ts";
import { telegramSender } from "../doubles/platforms/telegram/sender.ts";
import type { PlatformCall } from "../doubles/platforms/webhooks.ts";
import { csvOf } from "../fixtures/csv.ts";
import { imRow } from "../fixtures/im-rows.ts";
import type { Edition } from "./edition.ts";

/** Told to us by citizens, in places where they tell it. All of it is made up, and found nowhere by chance. */
export const told = {
  name: "Евстолия Канарейкина",
  contact: "kanareika@citizen.example",
  phone: "+7 900 555-01-93",
  address: "Небывалый тупик, 193",
  ids: { vk: 770_411_193, ok: "user:770411195", max: 770_411_197, telegram: 770_411_199, imported: 770_411_201 },
  words: "ЖёлтаяПташкаНаПодоконнике",
  /** Told to a form or a profile as its author's, and in no text. */
  hiddenName: "Прасковья Незримова",
  hiddenContact: "nezrimova@citizen.example",
  answer: "Уважаемая Евстолия, мастер позвонит по телефону +7 900 555-01-93",
} as const;

export const text = `${told.words}. Я ${told.name}, ${told.address}, звоните ${told.phone} или ${told.contact}`;

/** Who they are, and not of their own words: readable nowhere on disk. */
export const naming: readonly string[] = [
  told.hiddenName,
  told.hiddenContact,
  "Незримова",
  ...Object.values(told.ids).map((id) => String(id).replace("user:", "")),
];

const SENT_AT = 1_773_122_400_000;
const application = { id: "app", jurisdiction: "lipetsk.example", key: "app-key-of-this-test" };

/** Connects an application of Open311 as the centre's administrator would: by a line in the secrets. */
export const connectApplication = (directory: string): void => {
  const file = join(directory, "secrets.json");
  const known = z.looseObject({}).parse(JSON.parse(readFileSync(file, "utf8")));
  writeFileSync(file, JSON.stringify({ ...known, open311: [application] }));
};

/** What the platforms send of it: what is understood, and what nobody understands. */
export const platformCalls = (directory: string): Record<"understood" | "odd", readonly PlatformCall[]> => {
  const known = secrets.parse(JSON.parse(readFileSync(join(directory, "secrets.json"), "utf8")));
  const ok = okSender({ path: known.ok[0]?.path ?? "" });
  const max = maxSender({ secret: known.max[0]?.secret ?? "" });
  const telegram = telegramSender({ secret: known.telegram[0]?.secret ?? "" });
  const [first_name, last_name] = told.hiddenName.split(" ");
  const from = { id: told.ids.telegram, is_bot: false, first_name, last_name };
  const chat = { id: told.ids.telegram, type: "private", first_name };
  const date = SENT_AT / 1_000;
  const byMax = { mid: "mid.canary", text, at: SENT_AT, from: told.ids.max, name: told.hiddenName };
  return {
    understood: [
      ok.call(ok.message(1, text, { from: told.ids.ok, name: told.hiddenName, timestamp: SENT_AT })),
      max.call(max.message("created", byMax)),
      telegram.call(telegram.message({ id: 1, text, date }, { from, chat })),
    ],
    odd: [
      ok.call(JSON.stringify({ webhookType: "MESSAGE_CREATED", sender: told.hiddenName, message: text })),
      max.call({ update_type: "message_created", timestamp: SENT_AT, message: { sender: told.ids.max, body: text } }),
      telegram.call({ update_id: 1, message: { message_id: text, from, chat, date } }),
    ],
  };
};

/** Sends a form's page as a browser does; `fields` besides what it is about. */
export const sendForm = async ({ url }: Edition, fields: Readonly<Record<string, string>>): Promise<Response> => {
  const page = await (await fetch(`${url}/form`)).text();
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const whole = { token, text, address: told.address, name: told.hiddenName, contact: told.hiddenContact, ...fields };
  return fetch(`${url}/form`, { method: "POST", body: new URLSearchParams(whole) });
};

/** Reports by Open311; `fields` besides what it is about. */
export const report = async ({ url }: Edition, fields: Readonly<Record<string, string>> = {}): Promise<Response> => {
  const services = z.array(z.looseObject({ service_code: z.string() }));
  const [service] = services.parse(await (await fetch(`${url}/open311/v2/services.json`)).json());
  const [first_name = "", last_name = ""] = told.hiddenName.split(" ");
  const whole = {
    api_key: application.key,
    service_code: service?.service_code ?? "",
    description: text,
    address_string: told.address,
    first_name,
    last_name,
    email: told.hiddenContact,
    phone: told.phone,
    ...fields,
  };
  return fetch(`${url}/open311/v2/requests.json`, { method: "POST", body: new URLSearchParams(whole) });
};

/** A table of a former system: a row of the same, and one that cannot be read. */
export const formerTable = (): string => {
  const authorUrl = `https://vk.com/id${told.ids.imported}`;
  const row = imRow({ text: `'${text}`, street: told.address, answer: told.answer, note: told.phone, authorUrl });
  return csvOf([row, imRow({ id: "10000002", createdAt: told.phone, text: `'${text}`, authorUrl })]);
};

/** As the citizens' command names them. */
export const tellers: readonly string[] = [
  `ok:example:${told.ids.ok}`,
  `max:example:${told.ids.max}`,
  `telegram:example:${told.ids.telegram}`,
  `form:lipetsk:${told.hiddenContact}`,
  `open311:${application.id}:${told.hiddenContact}`,
  `vk:123:${told.ids.imported}`,
];
