package dev.ledgerload.processing;

/** A cell for each possible pair. */
final class DensePairCells implements PairCells {
  private final int size;
  private final int inners;

  /**
   * @param outers how many outer numbers there are
   * @param inners how many inner ones
   */
  DensePairCells(int outers, int inners) {
    this.size = Math.multiplyExact(outers, inners);
    this.inners = inners;
  }

  @Override
  public void locate(int[] outerNumbers, int[] innerNumbers, int count, int[] cells) {
    for (int i = 0; i < count; i++) {
      cells[i] = outerNumbers[i] * inners + innerNumbers[i];
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int outer(int cell) {
    return cell / inners;
  }

  @Override
  public int inner(int cell) {
    return cell % inners;
  }
}
