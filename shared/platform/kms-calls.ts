// What is used of KMS's client and no more: an import() of the package itself would bring all of it into a bundle.
export { DecryptCommand, GenerateDataKeyCommand, GenerateMacCommand, KMSClient } from "@aws-sdk/client-kms";
