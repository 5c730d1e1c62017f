package dev.workerpool.relay;

/** On a store that keeps records, as the one of files does. */
class TakeOverOfRecordsTest extends TakeOverCases {
  TakeOverOfRecordsTest() {
    super(true);
  }
}
