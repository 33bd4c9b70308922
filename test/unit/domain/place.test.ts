import { describe, expect, it } from "vitest";
import { place } from "../../../shared/domain/signal/signal.ts";

describe("the point of a place", () => {
  it("is kept to the centimetre", () => {
    expect(place.parse({ lat: 55.751244, lon: 37.61842312345678 })).toEqual({ lat: 55.751244, lon: 37.6184231 });
  });

  it("is zero when it is nearer to zero than a table can tell", () => {
    expect(place.parse({ lat: 5e-324, lon: -5e-324 })).toEqual({ lat: 0, lon: 0 });
  });
});
