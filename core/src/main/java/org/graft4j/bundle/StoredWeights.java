package org.graft4j.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.TrainedModel;

/**
 * The form in which a bundle keeps its parameters. A network that was opened computes in single
 * precision whatever the form: what is gained is room, not time.
 */
public enum StoredWeights {
  /** As DL4J keeps them, four bytes each: the bundle opens in plain {@code ModelSerializer}. */
  FLOAT32,

  /**
   * Four bytes each, and one bit in the place of each zero where a parameter has enough of them.
   * Loses nothing. Opens in Graft4J alone.
   */
  SPARSE,

  /**
   * The weights of convolutions and dense layers rounded to 255 steps from {@code -127 s} to {@code
   * 127 s}, with a step {@code s} for each output channel by its largest weight (symmetric
   * quantisation, <a href="https://arxiv.org/abs/1806.08342">Krishnamoorthi 2018</a>): one byte
   * each. No weight is moved by more than half a step; zeros stay zeros, with one bit in their
   * place where there are enough. Biases, norms and layers of other kinds stay as they are. Opens
   * in Graft4J alone.
   *
   * <p>Rounding what was rounded changes nothing, not in the last bit.
   */
  INT8;

  /** Name in a manifest and a command. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The model as it is read back from a bundle of this form. The given one is not changed; if the
   * form loses nothing it is what this gives.
   *
   * <p>Its decision stays as it is, though rounding moves probabilities: a temperature is hardly
   * another then, but what an {@linkplain org.graft4j.model.Abstention abstention} promises was
   * measured before the rounding. Fit it to what this gives.
   *
   * @throws IllegalArgumentException if a weight is NaN, infinite or too large for the form
   */
  public TrainedModel readBack(TrainedModel model) {
    if (this != INT8) {
      return model;
    }
    ComputationGraph copy = StockGraph.of(model.graph());
    ParameterRecord.of(copy)
        .forEach(record -> record.rows().ifPresent(rows -> rows.put(Int8Rows.of(rows).values())));
    return new TrainedModel(
        copy, model.input(), model.labels(), model.provenance(), model.decision());
  }

  /**
   * The bytes that the parameters of a network take in this form.
   *
   * @throws IllegalArgumentException as {@link #readBack}
   */
  public long bytes(ComputationGraph graph) {
    ByteCount count = new ByteCount();
    try {
      write(graph, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is written anywhere
    }
    return count.bytes();
  }

  /**
   * @param graph of stock layers
   */
  void write(ComputationGraph graph, OutputStream out) throws IOException {
    if (this == FLOAT32) {
      Coefficients.write(graph.params().dup('c').reshape(1, graph.numParams()), out);
    } else {
      PackedWeights.write(graph, this, out);
    }
  }

  static StoredWeights parse(String id) {
    for (StoredWeights form : values()) {
      if (form.id().equals(id)) {
        return form;
      }
    }
    throw new IllegalArgumentException(
        "form of coefficients must be float32, sparse or int8, but was '" + id + "'");
  }

  /** Keeps the length and nothing else. */
  static final class ByteCount extends OutputStream {
    private long bytes;

    long bytes() {
      return bytes;
    }

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] values, int offset, int length) {
      bytes += length;
    }
  }
}
