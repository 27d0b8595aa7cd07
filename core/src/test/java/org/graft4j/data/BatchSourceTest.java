package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class BatchSourceTest {
  private static final DataSet FIRST = new DataSet(Nd4j.zeros(2, 1), Nd4j.zeros(2, 1));
  private static final DataSet SECOND = new DataSet(Nd4j.ones(1, 1), Nd4j.ones(1, 1));

  private final List<String> events = new ArrayList<>();

  private final class Recording extends ExistingDataSetIterator implements AutoCloseable {
    Recording() {
      super(List.of(FIRST, SECOND));
    }

    @Override
    public void close() {
      events.add("closed");
    }
  }

  private final BatchSource source =
      new BatchSource() {
        @Override
        public DataSetIterator epoch(int epoch) {
          events.add("epoch " + epoch);
          return new Recording();
        }

        @Override
        public int examples() {
          return 3;
        }

        @Override
        public int batches() {
          return 2;
        }
      };

  @Test
  void forEachBatch_wholeEpoch_givesEachInOrderAndCloses() {
    source.forEachBatch(4, batch -> events.add(batch.numExamples() + " examples"));
    assertThat(events).containsExactly("epoch 4", "2 examples", "1 examples", "closed");
  }

  @Test
  void forEachBatch_actionThatFails_closesAndPassesTheFailureOn() {
    assertThatThrownBy(
            () ->
                source.forEachBatch(
                    0,
                    batch -> {
                      throw new ArithmeticException("broken");
                    }))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("broken");
    assertThat(events).containsExactly("epoch 0", "closed");
  }
}
