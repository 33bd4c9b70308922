/** A cursor is opaque to those who use it; inside it is the sort key of the last row shown. */
export const cursorOf = (sort: string): string => Buffer.from(sort).toString("base64url");
export const sortOf = (cursor: string): string => Buffer.from(cursor, "base64url").toString();
/** Whether a cursor was given out here: what is made up may be a key that no table has. */
export const givenOut = (cursor: string | undefined): boolean =>
  cursor === undefined || /^[0-9]+#./.test(sortOf(cursor));
