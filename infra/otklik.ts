import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import type { FunctionCode } from "./bundle.ts";
import { FoundationStack } from "./foundation-stack.ts";
import { PipelineStack } from "./pipeline-stack.ts";
import type { Settings } from "./settings.ts";

export interface OtklikProps {
  readonly settings: Settings;
  readonly code: FunctionCode;
}

/** The two stacks of a deployment: what must survive, and everything that can be made anew. */
export const otklik = (app: App, { settings, code }: OtklikProps) => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const foundation = new FoundationStack(app, "OtklikFoundation", { settings });
  const pipeline = new PipelineStack(app, "OtklikPipeline", { foundation, code, settings });
  return { foundation, pipeline };
};
