// What is used of the queue's client and no more: an import() of the package itself would bring all of it into a bundle.
export { SQSClient } from "@aws-sdk/client-sqs";
export { sqsQueue } from "./queue.ts";
