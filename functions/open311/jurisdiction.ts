import { DEFAULT_CENTRE, type Secrets } from "../../shared/contracts/secrets.ts";
import { sameSecret } from "../../shared/platform/secret-match.ts";
import { type Fault, faultOf } from "./answer.ts";

type Entries = Secrets["open311"];

/** A territory that is served under a name of its own, and the centre that serves it. */
export interface Jurisdiction {
  readonly kind: "jurisdiction";
  readonly name: string;
  readonly centre: string;
}

/** The jurisdiction that a request is about; its name may be left out where there is but one. */
export const jurisdictionOf = (given: string | undefined, entries: Entries): Jurisdiction | Fault => {
  const [first] = entries;
  if (first === undefined) return faultOf(404, "No jurisdiction is served here.");
  const several = entries.some(({ jurisdiction }) => jurisdiction !== first.jurisdiction);
  if (given === undefined && several)
    return faultOf(400, "jurisdiction_id was not provided; several jurisdictions are served here.");
  const found = given === undefined ? first : entries.find(({ jurisdiction }) => jurisdiction === given);
  if (found === undefined) return faultOf(404, "jurisdiction_id was not found.");
  return { kind: "jurisdiction", name: found.jurisdiction, centre: found.centre ?? DEFAULT_CENTRE };
};

/** The name of the application whose key this is, in a jurisdiction. Every key is compared, so that time tells nothing. */
export const applicationOf = (key: string, jurisdiction: string, entries: Entries): string | undefined => {
  let found: string | undefined;
  for (const [place, entry] of entries.entries())
    if (sameSecret(key, entry.key) && entry.jurisdiction === jurisdiction) found ??= entry.id ?? String(place);
  return found;
};
