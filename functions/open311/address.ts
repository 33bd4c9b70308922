import type { Format } from "./answer.ts";

/** What an address leads to. */
export type Resource =
  | { readonly name: "discovery" | "services" | "requests" }
  | { readonly name: "service" | "request" | "token"; readonly id: string };

export interface Address {
  readonly format: Format;
  /** Nothing when nothing is there. */
  readonly resource?: Resource;
}

const resourceOf = (name: string, id: string | undefined): Resource | undefined => {
  switch (name) {
    case "discovery":
    case "services":
    case "requests":
      if (id === undefined) return { name };
      if (name === "discovery" || id === "") return undefined;
      return { name: name === "services" ? "service" : "request", id };
    case "tokens":
      return id === undefined || id === "" ? undefined : { name: "token", id };
    default:
      return undefined;
  }
};

/** Reads what follows `/open311/v2/`: the last part ends in the form that is wanted, XML where it does not say. */
export const addressOf = (path: string): Address => {
  const [, plain = path, ending] = /^(.*)\.(xml|json)$/s.exec(path) ?? [];
  const format: Format = ending === "json" ? "json" : "xml";
  const [name = "", id, ...rest] = plain.split("/");
  const resource = rest.length > 0 ? undefined : resourceOf(name, id);
  return { format, ...(resource === undefined ? {} : { resource }) };
};
