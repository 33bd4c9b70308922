import { LONGEST_ADDRESS, type Place, place } from "../../shared/domain/signal/signal.ts";
import type { FormField, FormTexts } from "../../shared/texts/form.ts";

/** The most characters that a field takes. */
export const longest = { text: 10_000, address: LONGEST_ADDRESS, name: 200, contact: 200 } as const;

/** What was written, as it is shown again when something is wrong. */
export interface Written {
  readonly text: string;
  readonly address: string;
  readonly name: string;
  readonly contact: string;
  readonly lat: string;
  readonly lon: string;
  readonly consent: boolean;
}

export const nothingWritten: Written = {
  text: "",
  address: "",
  name: "",
  contact: "",
  lat: "",
  lon: "",
  consent: false,
};

export type Faults = Readonly<Partial<Record<FormField, string>>>;

/** A field may hold more than it takes, but not without end: it is sent back with what is wrong. */
const SHOWN_AGAIN = 2;

export const readFields = (fields: URLSearchParams): Written => {
  const of = (name: keyof typeof longest) => (fields.get(name) ?? "").trim().slice(0, longest[name] * SHOWN_AGAIN);
  const degrees = (name: string) => /^-?\d{1,3}(?:\.\d{1,20})?$/.exec(fields.get(name) ?? "")?.[0] ?? "";
  return {
    text: of("text"),
    address: of("address"),
    name: of("name"),
    contact: of("contact"),
    lat: degrees("lat"),
    lon: degrees("lon"),
    consent: fields.get("consent") === "yes",
  };
};

export const faultsIn = (written: Written, { faults }: FormTexts): Faults => {
  const tooLong = (["text", "address", "name", "contact"] as const).filter(
    (name) => written[name].length > longest[name],
  );
  return {
    ...(written.text === "" ? { text: faults.text } : {}),
    ...Object.fromEntries(tooLong.map((name) => [name, faults.tooLong(longest[name])])),
    ...(written.consent ? {} : { consent: faults.consent }),
  };
};

/** Where it is, as far as it was said; a point that is none is left out, since the browser gave it. */
export const placeOf = ({ address, lat, lon }: Written): Place | undefined => {
  const point = lat === "" || lon === "" ? undefined : place.safeParse({ lat: Number(lat), lon: Number(lon) });
  const found = { ...(point?.success ? point.data : {}), ...(address === "" ? {} : { address }) };
  return Object.keys(found).length === 0 ? undefined : found;
};
