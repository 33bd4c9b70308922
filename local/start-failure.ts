/** The runner cannot start. The message is one line for the person at the screen: what is wrong, where, what to do. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
}
