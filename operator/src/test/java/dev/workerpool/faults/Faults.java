package dev.workerpool.faults;

/** Which fault befalls a call; asked once for each. */
interface Faults {
  Faults NONE = call -> Fault.NONE;

  Fault of(Call call);
}
