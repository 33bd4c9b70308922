/** What of a text names a person or leads to one. */
export type PersonalKind = "phone" | "mail" | "name" | "document" | "card" | "flat" | "plate" | "profile" | "birth";

/** How personal data of a kind look in a text. */
export interface PersonalPattern {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  /** What every text has that the pattern is found in, so that others need not be searched: so many digits, … */
  readonly digits?: number;
  /** … this, which begins with a letter of ASCII, … */
  readonly sign?: string;
  /** … and what is like this. */
  readonly like?: RegExp;
  /** Whether what looks like it is it. */
  readonly holds?: (found: RegExpExecArray) => boolean;
}
