package dev.ledgerload.processing;

/** A cell for each possible pair. */
final class DensePairCells implements PairCells {
  private final int size;
  private final int creditCodes;

  DensePairCells(int debitCodes, int creditCodes) {
    this.size = Math.multiplyExact(debitCodes, creditCodes);
    this.creditCodes = creditCodes;
  }

  @Override
  public void locate(int[] debits, int[] credits, int count, int[] cells) {
    for (int i = 0; i < count; i++) {
      cells[i] = debits[i] * creditCodes + credits[i];
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int debitCode(int cell) {
    return cell / creditCodes;
  }

  @Override
  public int creditCode(int cell) {
    return cell % creditCodes;
  }
}
