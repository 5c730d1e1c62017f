package dev.workerpool.relay;

/** On a store of whole heads, as the one of a ConfigMap is. */
class DamagedHeadTest extends DamagedHeadCases {
  DamagedHeadTest() {
    super(false);
  }
}
