package dev.workerpool.relay;

/** On a store that keeps records, as the one of files does. */
class DamagedHeadOfRecordsTest extends DamagedHeadCases {
  DamagedHeadOfRecordsTest() {
    super(true);
  }
}
