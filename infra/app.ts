import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundleFunctions } from "./bundle.ts";
import { otklik } from "./otklik.ts";
import { readSettings } from "./settings.ts";

const app = new App();
const settings = readSettings((name) => app.node.tryGetContext(name));
otklik(app, {
  settings,
  code: bundleFunctions(settings.functionsDirectory, join(import.meta.dirname, "../.build/functions")),
});
app.synth();
