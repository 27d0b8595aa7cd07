package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class MixedBatchesTest {

  /** Adds one drawn number to all features: which stream a batch drew from shows. */
  private static final BatchMixing SHIFT =
      new BatchMixing() {
        @Override
        public BatchDraw draw(RandomGenerator random) {
          double shift = random.nextDouble();
          return (features, labels) -> features.addi(shift);
        }

        @Override
        public String describe() {
          return "shift";
        }
      };

  /** Three batches of two zeros, made anew in each epoch. */
  private static final BatchSource ZEROS =
      new BatchSource() {
        @Override
        public DataSetIterator epoch(int epoch) {
          List<DataSet> batches = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            DataSet batch = new DataSet(Nd4j.zeros(2, 4), Nd4j.eye(2));
            batch.setExampleMetaData(List.of("a" + i, "b" + i));
            batches.add(batch);
          }
          return new ExistingDataSetIterator(batches);
        }

        @Override
        public int examples() {
          return 6;
        }

        @Override
        public int batches() {
          return 3;
        }
      };

  private static List<INDArray> features(BatchSource source, int epoch) {
    List<INDArray> features = new ArrayList<>();
    source.forEachBatch(epoch, batch -> features.add(batch.getFeatures()));
    return features;
  }

  @Test
  void epoch_again_mixesAlike() {
    BatchSource mixed = MixedBatches.of(ZEROS, SHIFT, Seed.of(1));

    assertThat(features(mixed, 2)).isEqualTo(features(mixed, 2));
  }

  /** A resumed run begins with a later epoch: nothing may depend on those before. */
  @Test
  void epoch_eachBatchOfEachEpoch_hasAStreamOfItsOwn() {
    BatchSource mixed = MixedBatches.of(ZEROS, SHIFT, Seed.of(1));
    List<INDArray> all = new ArrayList<>(features(mixed, 0));
    all.addAll(features(mixed, 1));
    all.addAll(features(MixedBatches.of(ZEROS, SHIFT, Seed.of(2)), 0));

    assertThat(all.stream().map(array -> array.getDouble(0, 0)).distinct()).hasSize(9);
  }

  /** The source gives the same arrays again: a shift that was drawn again is there twice. */
  @Test
  void epoch_afterReset_mixesAsAtFirst() {
    DataSetIterator epoch = MixedBatches.of(ZEROS, SHIFT, Seed.of(1)).epoch(0);
    double first = epoch.next().getFeatures().getDouble(0, 0);
    epoch.next();
    epoch.reset();

    assertThat(epoch.next().getFeatures().getDouble(0, 0)).isCloseTo(2 * first, within(1e-6));
    assertThat(first).isNotZero();
  }

  @Test
  void epoch_inPlace_isNotReadAhead() {
    assertThat(MixedBatches.of(ZEROS, SHIFT, Seed.of(1)).epoch(0).asyncSupported()).isFalse();
  }

  @Test
  void epoch_ids_stay() {
    List<String> ids = new ArrayList<>();
    MixedBatches.of(ZEROS, SHIFT, Seed.of(1))
        .forEachBatch(0, batch -> ids.addAll(batch.getExampleMetaData(String.class)));

    assertThat(ids).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
  }

  @Test
  void of_none_isTheSource() {
    assertThat(MixedBatches.of(ZEROS, BatchMixing.NONE, Seed.of(1))).isSameAs(ZEROS);
  }
}
