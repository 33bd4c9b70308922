import { describe, expect, it } from "vitest";
import { takeAreas } from "../../../local/territories/take-areas.ts";
import type { Signal } from "../../../shared/domain/signal/signal.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";
import { understand } from "../../../shared/understanding/understand.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";

const where = (text: string, place?: Signal["place"]): string =>
  understand({ text, receivedAt: MONDAY_NOON, ...(place === undefined ? {} : { place }) }, exampleCentre()).territory;

describe("the territory of a message", () => {
  it.each([
    ["На Соколе опять прорвало трубу", "lipetsk-pravoberezhny"],
    ["Ссёлки без автобуса", "lipetsk-pravoberezhny"],
    ["Матырский, не вывозят мусор", "lipetsk-levoberezhny"],
    ["Посёлок Тракторостроителей: темно", "lipetsk-oktyabrsky"],
    ["Микрорайон Елецкий, двор 5: яма", "lipetsk-sovetsky"],
    ["в Усмани не чистят улицы", "usman"],
    ["Живём в Липецком районе, дороги нет", "lipetsk-district"],
    ["Липецкий р-н, село без света", "lipetsk-district"],
    ["В Липецком р-не не вывозят мусор", "lipetsk-district"],
    ["Под Задонском обрыв проводов", "zadonsk"],
    ["в Липецке на Соколе яма", "lipetsk-pravoberezhny"],
    ["яма на ул. Зегеля", "lipetsk"],
  ])("is found by its name in the text: «%s»", (text, territory) => {
    expect(where(text)).toBe(territory);
  });

  it.each(["Грязи по колено на Гагарина", "На Елецкое шоссе не выехать", "Липецкая область, помогите"])(
    "is not taken from a word that only looks like a name: «%s»",
    (text) => {
      expect(where(text)).toBe("lipetsk");
    },
  );

  it("is taken from the address before anything else", () => {
    const place = { address: "Липецкая обл., г. Грязи, ул. Мира, 1", lat: 52.635, lon: 39.635 };
    expect(where("Пишу из Усмани", place)).toBe("gryazi");
  });

  it("is taken from the point before the words of the text", () => {
    expect(where("Пишу из Усмани", { lat: 52.6, lon: 39.575 })).toBe("lipetsk-sovetsky");
    expect(where("Яма", { address: "ул. Мичурина, 3", lat: 52.0443, lon: 39.7264 })).toBe("usman");
  });

  it("has no twin when boundaries of the region are taken in, by whatever name they go", () => {
    const rings = [[[39, 52] as const, [40, 52] as const, [40, 53] as const, [39, 52] as const]];
    const areas = ["Липецк", "Елец", "Липецкий район", "Усманский район"].map((name) => ({ name, rings }));
    expect(takeAreas(exampleCentre().territories, {}, areas, 50).added).toEqual([]);
  });

  it("is the centre's own when nothing says more, and when the point is far away", () => {
    expect(where("Яма на дороге")).toBe("lipetsk");
    expect(where("Яма на дороге", { lat: 55.7558, lon: 37.6173 })).toBe("lipetsk");
  });
});
