/** Deeper nesting than anything that is read has; a recursive reader further on must not be brought down by it. */
const DEEPEST = 256;

/**
 * Half a character, which no table keeps, and the two that Unicode says are none, which no queue takes (SQS, SendMessage),
 * become the sign for a character that was lost.
 */
export const storableText = (text: string): string => text.toWellFormed().replace(/[\uFFFE\uFFFF]/g, "\uFFFD");

/** A whole number too big to be held exactly stays as it is written: text. */
const storable = (_: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value === "string") return storableText(value);
  if (typeof value !== "number" || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  const { source = "" } = context ?? {};
  return /^-?\d+$/.test(source) ? source : value;
};

/** Whether brackets nest deeper than allowed, counted outside of strings without parsing. */
export const tooDeep = (text: string, deepest = DEEPEST): boolean => {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "\\" && quoted) index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "{" || character === "[")) depth += 1;
    else if (!quoted && (character === "}" || character === "]")) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
};

/** What a text from outside says as JSON, as it can be kept; nothing when it is none, or nests too deep. */
export const jsonOf = (text: string): { readonly json: unknown } | undefined => {
  if (tooDeep(text)) return undefined;
  try {
    return { json: JSON.parse(text, storable) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
