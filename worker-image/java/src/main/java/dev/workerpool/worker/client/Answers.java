package dev.workerpool.worker.client;

/** What is done with answers everywhere. */
final class Answers {
  private Answers() {}

  /**
   * @throws RefusedException when it is a refusal
   */
  static Answer expect(Answer answer) throws RefusedException {
    if (!answer.ok()) {
      throw new RefusedException(answer.problem());
    }
    return answer;
  }
}
