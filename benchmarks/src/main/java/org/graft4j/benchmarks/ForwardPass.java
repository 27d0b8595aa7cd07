package org.graft4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.benchmarks.peer.Onnx;
import org.graft4j.benchmarks.peer.TorchForward;
import org.graft4j.benchmarks.peer.TorchNetwork;
import org.graft4j.engine.Trunk;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One batch through one network on one engine, as often as it is asked for. */
interface ForwardPass extends AutoCloseable {

  /** The whole output; reading it sees to it that the work is done. */
  float[] run();

  @Override
  void close();

  /**
   * The features of a batch of random pictures.
   *
   * @throws IllegalStateException if the engine does not give what ours gives
   */
  static ForwardPass of(Engine engine, String architecture, int batch, int size) {
    ComputationGraph graph = RandomData.weighted(RandomData.network(architecture, size, 0));
    INDArray pictures = RandomData.pictures(batch, size);
    ForwardPass pass =
        switch (engine) {
          case STOCK -> graph(StockGraph.of(graph), pictures);
          case GRAFT4J -> trunk(graph, pictures);
          case PYTORCH -> torch(graph, pictures);
          case ONNX -> onnx(pictures);
        };
    if (engine != Engine.ONNX) {
      Agreement.require(engine + "'s features", graph(graph, pictures).run(), pass.run());
    }
    return pass;
  }

  private static ForwardPass graph(ComputationGraph graph, INDArray pictures) {
    return new ForwardPass() {
      @Override
      public float[] run() {
        return graph.outputSingle(false, pictures).dup('c').data().asFloat();
      }

      @Override
      public void close() {}
    };
  }

  private static ForwardPass trunk(ComputationGraph graph, INDArray pictures) {
    Trunk trunk = Trunk.of(graph);
    return new ForwardPass() {
      @Override
      public float[] run() {
        try (INDArray output = trunk.output(pictures)) {
          return output.dup('c').data().asFloat();
        }
      }

      @Override
      public void close() {
        trunk.close();
      }
    };
  }

  private static ForwardPass torch(ComputationGraph graph, INDArray pictures) {
    TorchForward torch = new TorchForward(TorchNetwork.of(graph), pictures);
    return new ForwardPass() {
      @Override
      public float[] run() {
        return torch.run();
      }

      @Override
      public void close() {
        torch.close();
      }
    };
  }

  private static ForwardPass onnx(INDArray pictures) {
    Onnx onnx;
    try {
      onnx = Onnx.open(pictures, Runtime.getRuntime().availableProcessors());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ForwardPass() {
      @Override
      public float[] run() {
        return onnx.forward();
      }

      @Override
      public void close() {
        onnx.close();
      }
    };
  }
}
