/** A piece of HTML that is safe to show: only `html` makes one. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[];

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const markupOf = (part: Part): string => {
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escaped(part);
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
};

/** Builds HTML from a template; whatever is put in is escaped unless it is HTML already. */
export const html = (pieces: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: pieces.reduce((before, piece, index) => before + markupOf(parts[index - 1] ?? "") + piece),
});
