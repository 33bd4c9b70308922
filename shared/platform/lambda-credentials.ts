/**
 * Stands in the bundles for the SDK's chain of credential providers. Lambda's runtime gives a function its role's
 * credentials in these variables and nowhere else
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), so the chain's other links, a quarter of a
 * bundle, would only be loaded.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env;
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; Lambda's runtime sets them.");
  return { accessKeyId, secretAccessKey, ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }) };
};
