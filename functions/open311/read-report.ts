import * as z from "zod/mini";
import type { Service } from "../../shared/domain/centre/services.ts";
import { type Author, type Place, place } from "../../shared/domain/signal/signal.ts";
import { type Fault, faultOf } from "./answer.ts";
import { readAttributes } from "./read-attributes.ts";

/** What somebody reports. */
export interface Report {
  readonly kind: "report";
  readonly text: string;
  readonly place: Place;
  /** Who reports it, as the application knows them; nothing when it does not say. */
  readonly author?: Partial<Author>;
  readonly mediaUrl?: string;
}

const LONGEST_DESCRIPTION = 4_000;
const LONGEST_FIELD = 500;

/** Optional means that what is empty was not given. */
const fieldOf = (fields: URLSearchParams, name: string): string | undefined => {
  const value = fields.get(name)?.trim();
  return value === undefined || value === "" ? undefined : value;
};

const degrees = z.string().check(z.regex(/^[+-]?\d{1,3}(?:\.\d{1,20})?$/));
const webAddress = z.url({ protocol: /^https?$/ }).check(z.maxLength(LONGEST_FIELD));

interface Located {
  readonly place?: Place;
  readonly wrong: readonly string[];
}

const locate = (fields: URLSearchParams): Located => {
  const [lat, long] = [fieldOf(fields, "lat"), fieldOf(fields, "long")];
  const address = fieldOf(fields, "address_string") ?? fieldOf(fields, "address_id");
  const wrong: string[] = [];
  if ((lat === undefined) !== (long === undefined)) wrong.push("lat and long have to be given together.");
  if (lat === undefined && long === undefined && address === undefined)
    wrong.push("A location was not provided: give lat and long, or address_string, or address_id.");
  const point = lat === undefined || long === undefined ? {} : { lat: degreesOf(lat), lon: degreesOf(long) };
  const read = place.safeParse({ ...point, ...(address === undefined ? {} : { address }) });
  if (!read.success) {
    if ("lat" in point) wrong.push("lat and long must be degrees, as 52.6 and 39.57.");
    if ((address?.length ?? 0) > LONGEST_FIELD) wrong.push(`An address may have ${LONGEST_FIELD} characters at most.`);
    return { wrong: wrong.length === 0 ? ["The location was not understood."] : wrong };
  }
  return { place: read.data, wrong };
};

/** What is no number is none that a place can have. */
const degreesOf = (text: string): number => (degrees.safeParse(text).success ? Number(text) : Number.NaN);

const authorOf = (fields: URLSearchParams): Partial<Author> | undefined => {
  const [email, phone] = [fieldOf(fields, "email"), fieldOf(fields, "phone")];
  const name = [fieldOf(fields, "first_name"), fieldOf(fields, "last_name")].filter((each) => each !== undefined);
  const contact = [email, phone].filter((each) => each !== undefined);
  const id = email ?? phone ?? fieldOf(fields, "account_id") ?? fieldOf(fields, "device_id");
  if (id === undefined && name.length === 0) return undefined;
  return {
    ...(id === undefined ? {} : { id: id.toLowerCase() }),
    ...(name.length === 0 ? {} : { name: name.join(" ") }),
    ...(contact.length === 0 ? {} : { contact: contact.join(", ") }),
  };
};

const personal = ["first_name", "last_name", "email", "phone", "account_id", "device_id"] as const;

/** Reads the fields of a report on a service, or says everything that is wrong with them. */
export const readReport = (fields: URLSearchParams, service: Service): Report | Fault => {
  const description = fieldOf(fields, "description") ?? "";
  const mediaUrl = fieldOf(fields, "media_url");
  const located = locate(fields);
  const { lines, wrong: wrongAnswers } = readAttributes(fields, service.attributes);
  const wrong = [...located.wrong, ...wrongAnswers];
  if (description.length > LONGEST_DESCRIPTION)
    wrong.push(`description may have ${LONGEST_DESCRIPTION} characters at most.`);
  for (const name of personal)
    if ((fieldOf(fields, name)?.length ?? 0) > LONGEST_FIELD)
      wrong.push(`${name} may have ${LONGEST_FIELD} characters at most.`);
  if (mediaUrl !== undefined && !webAddress.safeParse(mediaUrl).success)
    wrong.push("media_url must be an address on the web, http or https.");
  if (wrong.length > 0 || located.place === undefined) return faultOf(400, ...wrong);
  const author = authorOf(fields);
  const text = [description, ...lines].filter((line) => line !== "").join("\n");
  return {
    kind: "report",
    text: text === "" ? service.topic.name : text,
    place: located.place,
    ...(author === undefined ? {} : { author }),
    ...(mediaUrl === undefined ? {} : { mediaUrl }),
  };
};
