import { dangersOfFire } from "./dangers-of-fire.ts";
import { dangersOfPlaces } from "./dangers-of-places.ts";
import { dangersToPeople } from "./dangers-to-people.ts";
import type { Urgency } from "./urgency.ts";

/** What is danger to somebody's life or health, in a centre that has no rules of its own. */
export const usualDangers: Urgency["rules"] = [...dangersOfFire, ...dangersToPeople, ...dangersOfPlaces];
