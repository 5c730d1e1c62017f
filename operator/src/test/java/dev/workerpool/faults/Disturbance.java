package dev.workerpool.faults;

/** What goes wrong in a trial. Its text and seed are enough to make it happen again. */
interface Disturbance {
  /** Nothing goes wrong. */
  Disturbance NONE =
      new Disturbance() {
        @Override
        public void begin(Trial trial) {
          trial.start(Faults.NONE);
        }

        @Override
        public String toString() {
          return "undisturbed";
        }
      };

  /** Starts the operator, with whatever befalls it. */
  void begin(Trial trial);

  /** Called again and again while the trial runs. */
  default void tick(Trial trial) {}

  /** Whether nothing goes wrong any more, so that the state can be judged. */
  default boolean isOver() {
    return true;
  }
}
