import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundleFunctions } from "./bundle.ts";
import { otklik } from "./otklik.ts";
import { readSettings } from "./settings.ts";

const root = join(import.meta.dirname, "..");
const app = new App();
const settings = readSettings((name) => app.node.tryGetContext(name));
const code = bundleFunctions(join(root, "functions"), join(root, ".build/functions"), settings.models);
otklik(app, { settings, code });
app.synth();
