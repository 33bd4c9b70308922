/** What of a text names a person or leads to one. */
export type PersonalKind = "phone" | "mail" | "name" | "document" | "card" | "flat" | "plate" | "profile";

/** How personal data of a kind look in a text. */
export interface PersonalPattern {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  /** Without it in the text the pattern is not looked for. */
  readonly needs: "digit" | "letter" | "@" | "." | "at" | "оглы" | "[имя]";
  /** Whether what looks like it is it. */
  readonly holds?: (found: RegExpExecArray) => boolean;
}
