import { describe, expect, it } from "vitest";
import { type Authorities, authorities as authoritiesOf } from "../../../shared/domain/centre/authority.ts";
import { DAY } from "../../../shared/domain/time/instant.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";
import { assignAuthority } from "../../../shared/understanding/authority.ts";
import { MONDAY_NOON } from "../../fixtures/centre.ts";

const { authorities, territories } = exampleCentre();

const assign = (topic: { topic: string; group: string }, territory: string, of: Authorities, at = MONDAY_NOON) =>
  assignAuthority(topic, territory, { authorities: of, territories }, at);

describe("who answers", () => {
  it.each([
    ["roads", "road-snow", "lipetsk-sovetsky", "roads-department"],
    ["housing", "lifts", "lipetsk", "management-companies"],
    ["housing", "management-company", "lipetsk", "housing-inspectorate"],
    ["water", "no-water", "lipetsk-oktyabrsky", "vodokanal"],
    ["waste", "waste-collection", "usman", "waste-operator"],
    ["health", "ambulance", "yelets", "ambulance-station"],
    ["education", "school-meals", "gryazi", "schools"],
    ["roads", "road-potholes", "usman", "usman-administration"],
    ["transport", "timetable", "gryazi", "gryazi-administration"],
  ])("for %s / %s in %s is %s", (group, topic, territory, authority) => {
    expect(assign({ group, topic }, territory, authorities)).toBe(authority);
  });

  it("is the most specific rule's, and of equals the first one's", () => {
    const some = {
      authorities: ["everywhere", "there", "of-group", "of-group-too", "of-topic", "of-all"].map((id) => ({
        id,
        name: id,
      })),
      rules: [
        { authority: "everywhere" },
        { territory: "t", authority: "there" },
        { group: "g", authority: "of-group" },
        { group: "g", authority: "of-group-too" },
        { topic: "x", authority: "of-topic" },
        { topic: "y", group: "g", territory: "t", authority: "of-all" },
      ],
      fallback: "nobody-else",
    };
    expect(assign({ topic: "q", group: "h" }, "u", some)).toBe("everywhere");
    expect(assign({ topic: "q", group: "h" }, "t", some)).toBe("there");
    expect(assign({ topic: "q", group: "g" }, "t", some)).toBe("of-group");
    expect(assign({ topic: "x", group: "g" }, "t", some)).toBe("of-topic");
    expect(assign({ topic: "y", group: "g" }, "t", some)).toBe("of-all");
  });

  it("is another one once a rule's last day is over, or its body is gone", () => {
    const some = authoritiesOf.parse({
      authorities: [
        { id: "old", name: "Прежняя" },
        { id: "new", name: "Новая" },
      ],
      rules: [
        { topic: "x", territory: "t", authority: "gone" },
        { topic: "x", authority: "old", until: "2026-03-02" },
      ],
      fallback: "new",
    });
    const x = { topic: "x", group: "g" };
    expect(assign(x, "t", some)).toBe("old");
    expect(assign(x, "t", some, MONDAY_NOON + DAY)).toBe("new");
  });

  it("is that of the whole where a part of it has no rule of its own", () => {
    const some = {
      authorities: ["everywhere", "of-city", "of-district", "of-city-water"].map((id) => ({ id, name: id })),
      rules: [
        { group: "g", authority: "everywhere" },
        { group: "g", territory: "lipetsk", authority: "of-city" },
        { group: "g", territory: "lipetsk-sovetsky", authority: "of-district" },
        { topic: "x", territory: "lipetsk", authority: "of-city-water" },
      ],
      fallback: "everywhere",
    };
    const road = { topic: "q", group: "g" };
    expect(assign(road, "lipetsk-oktyabrsky", some)).toBe("of-city");
    expect(assign(road, "lipetsk-sovetsky", some)).toBe("of-district");
    expect(assign({ topic: "x", group: "g" }, "lipetsk-sovetsky", some)).toBe("of-city-water");
    expect(assign(road, "usman", some)).toBe("everywhere");
  });

  it("is never nobody", () => {
    expect(assign({ group: "unheard-of", topic: "unheard-of" }, "nowhere", authorities)).toBe("lipetsk-mcu");
  });
});
