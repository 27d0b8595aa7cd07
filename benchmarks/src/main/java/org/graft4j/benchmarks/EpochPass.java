package org.graft4j.benchmarks;

import org.graft4j.benchmarks.peer.TorchHeadEpoch;
import org.graft4j.benchmarks.peer.TorchNetwork;
import org.graft4j.data.Seed;
import org.graft4j.train.TrainingEvent;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Epochs of a linear head over features on one engine, one at a time. */
interface EpochPass extends AutoCloseable {
  /** Of ResNet-18. */
  int WIDTH = 512;

  /** Of the drawn task. */
  int CLASSES = 8;

  /** Rows in a step. */
  int BATCH = 32;

  /** One epoch; gives its mean loss. */
  double epoch();

  @Override
  void close();

  /** Epochs over so many examples. */
  static EpochPass of(Engine engine, int examples) {
    return switch (engine) {
      case GRAFT4J -> tuner(examples);
      case PYTORCH -> torch(examples);
      case STOCK, ONNX -> throw new IllegalArgumentException("no cached epochs on " + engine);
    };
  }

  /** Small pictures: what the trunk costs is not part of the question. */
  private static EpochPass tuner(int examples) {
    DrawnPictures pictures = DrawnPictures.write(examples, 32);
    ProbeJob job = ProbeJob.of("resnet18", 32, pictures.folder(), 1_000_000);
    GatedRun run =
        new GatedRun(
            TrainingEvent.EpochDone.class,
            gated ->
                job.fit(
                    job.tuner()
                        .batchSize(BATCH)
                        .listener(gated::onEvent)
                        .stopWhen(gated::closing)));
    run.next();
    return new EpochPass() {
      @Override
      public double epoch() {
        return ((TrainingEvent.EpochDone) run.next()).record().trainLoss();
      }

      @Override
      public void close() {
        run.close();
        pictures.close();
      }
    };
  }

  private static EpochPass torch(int examples) {
    float[] values = new float[examples * WIDTH];
    var random = Seed.of(2).stream("features");
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs((float) random.nextGaussian());
    }
    INDArray features = Nd4j.create(values, new long[] {examples, WIDTH}, 'c');
    INDArray labels = RandomData.labels(examples, CLASSES);
    TorchHeadEpoch epochs =
        new TorchHeadEpoch(
            TorchNetwork.training(ProbeJob.head(WIDTH, CLASSES)), 3e-2, features, labels, BATCH);
    return new EpochPass() {
      @Override
      public double epoch() {
        return epochs.run();
      }

      @Override
      public void close() {
        epochs.close();
      }
    };
  }
}
