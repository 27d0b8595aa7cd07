package org.graft4j.benchmarks;

import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.benchmarks.peer.TorchNetwork;
import org.graft4j.benchmarks.peer.TorchTraining;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingLoop;
import org.graft4j.train.TrainingSettings;
import org.graft4j.zoo.architecture.Network;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Training steps of one network on one engine, one at a time. */
interface StepPass extends AutoCloseable {
  /** Classes of the head. */
  int CLASSES = 10;

  /** Small: random features are large, and the losses of two engines are to be compared. */
  double RATE = 1e-4;

  /** Of SGD. */
  double MOMENTUM = 0.9;

  /** One step; gives the loss before it. */
  double step();

  @Override
  void close();

  /** Steps on a batch of random pictures; the part's own form on our side, the same on a peer's. */
  static StepPass of(Engine engine, TrainedPart part, String architecture, int batch, int size) {
    Network network = RandomData.network(architecture, size, CLASSES);
    ComputationGraph graph = RandomData.weighted(network);
    INDArray pictures = RandomData.pictures(batch, size);
    INDArray labels = RandomData.labels(batch, CLASSES);
    return switch (engine) {
      case GRAFT4J -> loop(part.formOf(graph, network.groups()), pictures, labels);
      case PYTORCH -> torch(graph, part.frozen(network.groups()), part, pictures, labels);
      case STOCK -> stock(part.formOf(graph, network.groups()), pictures, labels);
      case ONNX -> throw new IllegalArgumentException("ONNX Runtime does not train");
    };
  }

  /**
   * Lets both take two steps.
   *
   * @throws IllegalStateException if their losses differ: before the first step by the output,
   *     before the second by the gradient
   */
  static void requireAgreement(StepPass ours, StepPass theirs) {
    for (int step = 1; step <= 2; step++) {
      float[] our = {(float) ours.step()};
      float[] their = {(float) theirs.step()};
      Agreement.require("losses before step " + step, our, their);
    }
  }

  private static StepPass loop(ComputationGraph graph, INDArray pictures, INDArray labels) {
    GatedRun run =
        new GatedRun(
            TrainingEvent.BatchDone.class,
            gated ->
                TrainingLoop.train(
                    graph,
                    TrainingSettings.of(new SameBatch(pictures, labels, 1_000_000), 1, RATE)
                        .optimizer(Optimizer.sgd(MOMENTUM))
                        .schedule(Schedule.constant())
                        .listener(gated::onEvent)
                        .stop(gated::closing)
                        .build()));
    return new StepPass() {
      @Override
      public double step() {
        return ((TrainingEvent.BatchDone) run.next()).loss();
      }

      @Override
      public void close() {
        run.close();
      }
    };
  }

  /** With DL4J's own updater, plain SGD. */
  private static StepPass stock(ComputationGraph graph, INDArray pictures, INDArray labels) {
    ComputationGraph stock = StockGraph.of(graph);
    return new StepPass() {
      @Override
      public double step() {
        stock.fit(new DataSet(pictures, labels));
        return stock.score();
      }

      @Override
      public void close() {}
    };
  }

  private static StepPass torch(
      ComputationGraph graph,
      Set<String> frozen,
      TrainedPart part,
      INDArray pictures,
      INDArray labels) {
    TorchNetwork network =
        TorchNetwork.of(graph, vertex -> !frozen.contains(vertex), part == TrainedPart.ALL);
    TorchTraining training = new TorchTraining(network, RATE, MOMENTUM);
    TorchTraining.Batch batch = training.batch(pictures, labels);
    return new StepPass() {
      @Override
      public double step() {
        return training.step(batch);
      }

      @Override
      public void close() {
        training.close();
      }
    };
  }
}
