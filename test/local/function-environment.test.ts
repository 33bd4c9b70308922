import { expect, test } from "vitest";
import { environmentOf, hostOf } from "../../local/workers/environment.ts";
import { PACKED_MODELS } from "../../shared/contracts/environment.ts";

test("on one machine a function finds the centres' models beside their data, and links lead where people reach it", () => {
  const settings = { host: "127.0.0.1", port: 3000, dataDirectory: "/srv/otklik" };
  const lambda = {
    name: "otklik-register",
    arn: "arn:aws:lambda:us-east-1:000000000000:function:otklik-register",
    codeDirectory: "/code",
    handler: "index.handler",
    environment: { MODELS_FOLDER: PACKED_MODELS, PUBLIC_URL: "https://abc123.execute-api.us-east-1.amazonaws.com/" },
    memoryMegabytes: 512,
    timeoutSeconds: 30,
    statements: [],
  };
  expect(
    environmentOf(lambda, hostOf(settings, { region: "us-east-1", endpoint: "http://127.0.0.1:1" })),
  ).toMatchObject({
    MODELS_FOLDER: "/srv/otklik/centres",
    PUBLIC_URL: "http://127.0.0.1:3000",
  });
});
