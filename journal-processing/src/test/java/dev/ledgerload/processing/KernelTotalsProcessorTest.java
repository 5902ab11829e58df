package dev.ledgerload.processing;

class KernelTotalsProcessorTest extends TotalsProcessorContract {
  @Override
  TotalsProcessor newProcessor() {
    return TotalsProcessors.named("kernel");
  }
}
