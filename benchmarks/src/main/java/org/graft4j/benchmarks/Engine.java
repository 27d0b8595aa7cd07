package org.graft4j.benchmarks;

import org.graft4j.benchmarks.peer.Onnx;
import org.graft4j.benchmarks.peer.Torch;

/** What computes a network: ours, and what it is measured against. */
public enum Engine {
  /** DL4J as it ships, its layer helpers off, on the same natives. */
  STOCK("DL4J as it ships"),
  /** This library. */
  GRAFT4J("Graft4J"),
  /** PyTorch, eager, through DJL. */
  PYTORCH("PyTorch (DJL)"),
  /** ONNX Runtime through DJL, on the model file that {@code -Dgraft4j.bench.onnx} names. */
  ONNX("ONNX Runtime (DJL)");

  private final String title;

  Engine(String title) {
    this.title = title;
  }

  /** The name in tables. */
  public String title() {
    return title;
  }

  /** Whether it can be run: peers' jars are fetched by {@code graft4j bench} only. */
  public boolean present() {
    return switch (this) {
      case STOCK, GRAFT4J -> true;
      case PYTORCH -> Torch.present();
      case ONNX -> Onnx.present();
    };
  }
}
