package org.graft4j.benchmarks.peer;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model file in ONNX Runtime, through DJL. Its weights are the file's, so that only its speed
 * means anything, and only if it holds the network that is measured. Confined to one thread.
 */
public final class Onnx implements AutoCloseable {
  /** System property: a file with one input {@code [batch, 3, height, width]}. */
  public static final String FILE_PROPERTY = "graft4j.bench.onnx";

  private final Model model;
  private final Predictor<NDList, NDList> predictor;
  private final NDManager manager;
  private final NDList batch;

  private Onnx(Model model, INDArray pictures) {
    this.model = model;
    this.predictor = model.newPredictor(new NoopTranslator());
    this.manager = model.getNDManager().newSubManager();
    this.batch = new NDList(TorchNetwork.copy(pictures, manager));
  }

  /** Whether the engine is on the class path and a file is named. */
  public static boolean present() {
    return System.getProperty(FILE_PROPERTY) != null && Engine.hasEngine("OnnxRuntime");
  }

  /** Opens the file for one batch, on so many threads. */
  public static Onnx open(INDArray pictures, int threads) throws IOException {
    Path file = Path.of(System.getProperty(FILE_PROPERTY)).toAbsolutePath();
    Model model = Model.newInstance("peer", "OnnxRuntime");
    Map<String, String> options =
        Map.of("intraOpNumThreads", Integer.toString(threads), "interOpNumThreads", "1");
    try {
      model.load(file.getParent(), file.getFileName().toString(), options);
    } catch (MalformedModelException e) {
      throw new IOException(file + " is no ONNX model: " + e.getMessage(), e);
    }
    return new Onnx(model, pictures);
  }

  /** Runs the batch. */
  public float[] forward() {
    try (NDList output = predictor.predict(batch)) {
      return output.get(0).toFloatArray();
    } catch (TranslateException e) {
      throw new IllegalStateException("ONNX Runtime cannot run the batch: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    predictor.close();
    manager.close();
    model.close();
  }
}
