import { describe, expect, it } from "vitest";
import { assignAuthority } from "../../../shared/understanding/authority.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";

const { authorities } = exampleCentre();

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
    expect(assignAuthority({ group, topic }, territory, authorities)).toBe(authority);
  });

  it("is the most specific rule's, and of equals the first one's", () => {
    const some = {
      authorities: [{ id: "a", name: "А" }],
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
    expect(assignAuthority({ topic: "q", group: "h" }, "u", some)).toBe("everywhere");
    expect(assignAuthority({ topic: "q", group: "h" }, "t", some)).toBe("there");
    expect(assignAuthority({ topic: "q", group: "g" }, "t", some)).toBe("of-group");
    expect(assignAuthority({ topic: "x", group: "g" }, "t", some)).toBe("of-topic");
    expect(assignAuthority({ topic: "y", group: "g" }, "t", some)).toBe("of-all");
  });

  it("is never nobody", () => {
    expect(assignAuthority({ group: "unheard-of", topic: "unheard-of" }, "nowhere", authorities)).toBe("lipetsk-mcu");
  });
});
