/** What stands in the way of training or evaluating, in words for whoever asked. */
export class TrainingFailure extends Error {
  override name = "TrainingFailure";
}
