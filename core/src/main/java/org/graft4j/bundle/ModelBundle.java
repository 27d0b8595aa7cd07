package org.graft4j.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.AtomicFile;

/**
 * A trained model as one file: the network, its labels, the preparation of its pictures, how its
 * probabilities become an answer, its evaluation and where it comes from.
 *
 * <p>The file is a zip of {@code configuration.json} and {@code coefficients.bin}, as DL4J's {@code
 * ModelSerializer} writes and reads them (without the optimiser's state), and {@code graft4j.json}.
 * Its network consists of DL4J's own layers, with nothing frozen, so that it opens without Graft4J
 * (but for a VGG on pictures of another size than its own, whose adaptive pooling is ours, and for
 * {@linkplain StoredWeights packed} weights). The same model gives the same bytes.
 *
 * <p>A bundle is as confined to one thread as its graph; for serving use {@link ImageClassifier}.
 */
public final class ModelBundle {
  private final TrainedModel model;
  private final Optional<ModelReport> report;
  private final StoredWeights stored;

  private ModelBundle(TrainedModel model, Optional<ModelReport> report, StoredWeights stored) {
    this.model = model;
    this.report = report;
    this.stored = stored;
  }

  /** A bundle without an evaluation. */
  public static ModelBundle of(TrainedModel model) {
    return new ModelBundle(model, Optional.empty(), StoredWeights.FLOAT32);
  }

  /** A bundle with the evaluation of the model. */
  public static ModelBundle of(TrainedModel model, ModelReport report) {
    return new ModelBundle(model, Optional.of(report), StoredWeights.FLOAT32);
  }

  /** The model; its graph is not copied. */
  public TrainedModel model() {
    return model;
  }

  /** The evaluation that was saved with it. */
  public Optional<ModelReport> report() {
    return report;
  }

  /**
   * The form in which the parameters lay in the file that was opened; {@code FLOAT32} for a bundle
   * that was not opened. It does not decide how {@link #save(Path, boolean)} writes them.
   */
  public StoredWeights stored() {
    return stored;
  }

  /**
   * Writes the file, which must not be there yet.
   *
   * @see #save(Path, boolean)
   */
  public void save(Path zip) throws IOException {
    save(zip, false);
  }

  /**
   * Writes the file whole or not at all, by way of a temporary file in the same folder. The graph
   * is not changed.
   *
   * @param overwrite whether a file of that name is replaced
   * @throws java.nio.file.FileAlreadyExistsException if it is there and is not to be replaced
   * @throws IOException if it cannot be written: no such folder, no permission, a full disk
   * @throws IllegalArgumentException if the network is not one that a bundle can hold: not FLOAT,
   *     not one output as wide as there are labels, or with layers, activations or other parts of
   *     the caller's own, which nobody could open
   */
  public void save(Path zip, boolean overwrite) throws IOException {
    save(zip, overwrite, StoredWeights.FLOAT32);
  }

  /**
   * As {@link #save(Path, boolean)}, with the parameters in another form. Only {@link
   * StoredWeights#FLOAT32} opens in plain DL4J; a bundle of another form is made such a one by
   * opening and saving it.
   *
   * @throws IllegalArgumentException also if a weight does not fit the form
   */
  public void save(Path zip, boolean overwrite, StoredWeights form) throws IOException {
    AtomicFile.requireFree(zip, overwrite);
    BundleWriter writer = BundleWriter.of(model, report, form);
    AtomicFile.write(zip, overwrite, writer::writeTo);
  }

  /**
   * Reads a bundle; nothing in the file is executed. Everything is checked on the very file that is
   * read: entries, sizes, class names against a list, the number of parameters against the
   * configuration before memory is taken for them, their digest, and the number of labels against
   * the network's output.
   *
   * <p>The restored graph has stock layers, nothing frozen, and a plain optimiser.
   *
   * @throws BundleFormatException if it is not a bundle, or a damaged or hostile one
   * @throws IOException if there is no such file, or it cannot be read
   */
  public static ModelBundle open(Path zip) throws IOException {
    Acceleration.enable();
    BundleReader.Contents contents = BundleReader.read(zip);
    Manifest manifest = contents.manifest();
    ComputationGraph graph = contents.graph();
    return new ModelBundle(
        new TrainedModel(
            graph, manifest.input(), manifest.labels(), manifest.provenance(), manifest.decision()),
        manifest.report(),
        manifest.stored());
  }
}
