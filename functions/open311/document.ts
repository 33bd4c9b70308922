/** What is answered, as JSON has it. In XML an array holds elements of its singular, and null is an empty element. */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Value[]
  | { readonly [name: string]: Value };

/** An answer with the names that XML needs: of the whole, and of each of its items when it is an array. */
export interface Document {
  readonly root: string;
  readonly value: Value;
}

/** How the elements of an array are called, by the array's name (GeoReport v2). */
const singulars: Readonly<Record<string, string>> = {
  services: "service",
  service_requests: "request",
  attributes: "attribute",
  values: "value",
  endpoints: "endpoint",
  formats: "format",
  errors: "error",
};

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text that XML 1.0 can hold: no other character than these may stand in a document, not even escaped. */
const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const element = (name: string, value: Value): string => {
  if (value === undefined) return "";
  if (value === null || value === "") return `<${name}/>`;
  if (isList(value)) {
    const singular = singulars[name] ?? "item";
    return `<${name}>${value.map((each) => element(singular, each)).join("")}</${name}>`;
  }
  if (typeof value === "object") {
    const inner = Object.entries(value).map(([key, held]) => element(key, held));
    return `<${name}>${inner.join("")}</${name}>`;
  }
  return `<${name}>${xmlText(String(value))}</${name}>`;
};

export const xmlOf = ({ root, value }: Document): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value)}\n`;

export const jsonOf = ({ value }: Document): string => JSON.stringify(value);
