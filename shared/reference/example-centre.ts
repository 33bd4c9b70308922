import { type Centre, centre as wholeCentre } from "../domain/centre/centre.ts";
import authorities from "./lipetsk/authorities.json" with { type: "json" };
import calendar from "./lipetsk/calendar.json" with { type: "json" };
import centre from "./lipetsk/centre.json" with { type: "json" };
import norms from "./lipetsk/norms.json" with { type: "json" };
import places from "./lipetsk/places.json" with { type: "json" };
import retention from "./lipetsk/retention.json" with { type: "json" };
import territories from "./lipetsk/territories.json" with { type: "json" };
import topics from "./lipetsk/topics.json" with { type: "json" };

/**
 * The data of the centre that a deployment starts with: the city of Lipetsk. Territories that lie outside the city come
 * before its districts, because of names that say equally much the first is taken.
 */
export const exampleCentre = (): Centre =>
  wholeCentre.parse({ authorities, calendar, centre, norms, places, retention, territories, topics });
