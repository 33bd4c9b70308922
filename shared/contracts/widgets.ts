import * as z from "zod/mini";
import { incidentId } from "./api.ts";
import { DEFAULT_CENTRE } from "./secrets.ts";

const centre = z._default(z.string().check(z.minLength(1)), DEFAULT_CENTRE);

/** What a dashboard asks of the widgets function. `now`: numbers of this moment; `late`: a table; `incident`: one of its rows, opened. */
export const widgetRequest = z.discriminatedUnion("widget", [
  z.looseObject({ widget: z.literal("now"), centre }),
  z.looseObject({ widget: z.literal("late"), centre }),
  z.looseObject({ widget: z.literal("incident"), centre, id: incidentId }),
]);
export type WidgetRequest = z.input<typeof widgetRequest>;
