import { describe, expect, test } from "vitest";
import { readFormBody } from "../../../shared/platform/form-body.ts";

const fieldsOf = (body: string) => {
  const read = readFormBody({ body, isBase64Encoded: false });
  return read.kind === "read" ? Object.fromEntries(read.fields) : read.problem.status;
};

describe("the fields of a form", () => {
  test("are read as they were written", () => {
    expect(fieldsOf("text=%D0%AF%D0%BC%D0%B0+%21&place=Зегеля,+5")).toEqual({ text: "Яма !", place: "Зегеля, 5" });
  });

  test("keep a percent sign that encodes nothing", () => {
    expect(fieldsOf("text=100%&more=5%+%zz")).toEqual({ text: "100%", more: "5% %zz" });
  });

  test.each(["text=%DF%EC%E0", "text=%D0%AF%D0", "%FF=1", "text=%ED%A0%80"])(
    "in another encoding are refused, since their words would be lost: %s",
    (body) => {
      expect(fieldsOf(body)).toBe(400);
    },
  );
});
