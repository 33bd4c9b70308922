import { PolicyStatement } from "aws-cdk-lib/aws-iam";

/** Allows exactly these actions on exactly these resources. */
export const allow = (actions: readonly string[], ...resources: readonly string[]): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources: [...resources] });

/**
 * What DynamoDB asks of a caller on the key of a table, to read and to write. CDK's grants would add `kms:ReEncrypt*`
 * and `kms:GenerateDataKey*`.
 */
export const READING_KEY = ["kms:Decrypt", "kms:DescribeKey"] as const;
export const WRITING_KEY = [...READING_KEY, "kms:Encrypt", "kms:GenerateDataKey"] as const;
