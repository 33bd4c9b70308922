import calendar from "./lipetsk/calendar.json" with { type: "json" };

/** The last loaded year of the example's calendar, for who needs nothing else of it. */
export const exampleLastYear: number = calendar.production.lastYear;
