/** The languages that people are spoken to in. */
export type Language = "ru" | "en";

/** The language that a browser or an application asks for (RFC 9110, Accept-Language); Russian unless English comes before it. */
export const preferredLanguage = (header: string | undefined): Language => {
  const wanted = (header ?? "")
    .toLowerCase()
    .split(",")
    .map((each) => /^\s*(ru|en)\b/.exec(each)?.[1])
    .find((each) => each !== undefined);
  return wanted === "en" ? "en" : "ru";
};
