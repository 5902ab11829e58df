package dev.ledgerload.spark;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.unsafe.UnsafeAllocationManager;

/** Where an executor's tables live: outside of the heap, beside what Spark manages there. */
final class TaskMemory {
  /*
   * The manager is named, not looked for: a setting, or another Arrow on the class path, might give
   * one whose classes aren't in this jar.
   */
  private static final BufferAllocator ROOT =
      new RootAllocator(
          RootAllocator.configBuilder()
              .allocationManagerFactory(UnsafeAllocationManager.FACTORY)
              .build());

  private TaskMemory() {}

  static BufferAllocator allocator() {
    return ROOT;
  }

  /** Bytes that tables take now. */
  static long allocatedBytes() {
    return ROOT.getAllocatedMemory();
  }
}
