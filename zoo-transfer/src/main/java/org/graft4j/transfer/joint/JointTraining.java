package org.graft4j.transfer.joint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.LabelMap;
import org.graft4j.runtime.Sha256;
import org.graft4j.train.objective.Ramp;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;

/**
 * Joint training on a source and a target task, {@code L_target + weight * L_source}: one trunk,
 * two heads. For few target pictures beside many of a task that needs the same features; a source
 * that needs other ones takes room in the trunk and does harm.
 *
 * <p>Each batch has {@code perBatch} source pictures after its own. They go through the same trunk
 * to a softmax layer of their own on the features, whose cross-entropy, a mean over the source
 * pictures of the batch, is the term {@code source} of the history; the target's head and loss do
 * not see them. Batch norms under {@code BatchNormPolicy.TRAIN} and {@code stochastic} do: the
 * statistics of a batch are those of both kinds of pictures.
 *
 * <p>Source pictures are shown as the stage shows its own: in new views in each epoch, or in a few
 * fixed ones where a part below is frozen or a teacher looks on. Regularisers of features leave
 * them out.
 *
 * <p>The source head begins with the backbone's own weights for classes of the same name, if its
 * card names them, and with Xavier's distribution for the others. Where all of its classes are
 * known, it is moved at the rate of the topmost layer group, else at the head's. It is carried from
 * stage to stage and left out of the model. In a stage that trains the head alone it is trained as
 * well, on fixed features: ready for later stages, and of no use without one. Immutable.
 */
public final class JointTraining implements TransferMethod {
  private final List<ImageItem> items;
  private final LabelMap labels;
  private final Ramp weight;
  private final int perBatch;
  private final ItemDigests digests;

  private JointTraining(
      List<ImageItem> items, LabelMap labels, Ramp weight, int perBatch, ItemDigests digests) {
    this.items = items;
    this.digests = digests;
    this.labels = labels;
    this.weight = weight;
    this.perBatch = perBatch;
  }

  /**
   * With that source task, at weight 1 and 32 source pictures in each batch.
   *
   * @param items of the source, at least one; ids differ from each other, and from the split's.
   *     None is the same file as a picture that the run is validated or tested on; copies of such
   *     files are not found out
   * @param labels their classes, at least two; not those of the run's head
   * @throws IllegalArgumentException if one of that does not hold, or an item's label is not known
   */
  public static JointTraining of(List<ImageItem> items, LabelMap labels) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("source pictures must not be empty");
    }
    if (labels.size() < 2) {
      throw new IllegalArgumentException(
          "source labels must be at least 2 classes, between which there is something to learn, but were "
              + labels.names());
    }
    Map<String, Integer> seen = new HashMap<>();
    for (ImageItem item : items) {
      if (item.label() >= labels.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "source labels must know the label of each picture, but '%s' has label %d of %d",
                item.id(),
                item.label(),
                labels.size()));
      }
      if (seen.put(item.id(), item.label()) != null) {
        throw new IllegalArgumentException(
            "ids of source pictures must differ, but '" + item.id() + "' came twice");
      }
    }
    return new JointTraining(List.copyOf(items), labels, Ramp.constant(1), 32, new ItemDigests());
  }

  /** The same with that weight of the source's loss; at 0 the run is the one without it. */
  public JointTraining weight(double value) {
    return weight(Ramp.constant(value));
  }

  /** The same with a weight that changes over each stage. */
  public JointTraining weight(Ramp value) {
    return new JointTraining(items, labels, value, perBatch, digests);
  }

  /**
   * The same with that many source pictures in each batch.
   *
   * @param value positive
   */
  public JointTraining perBatch(int value) {
    if (value <= 0) {
      throw new IllegalArgumentException("perBatch must be positive, but was " + value);
    }
    return new JointTraining(items, labels, weight, value, digests);
  }

  @Override
  public String describe() {
    return String.format(
        Locale.ROOT,
        "joint training with %d pictures of %d classes (%s), weight %s, %d in each batch",
        items.size(),
        labels.size(),
        digest(),
        weight.describe(),
        perBatch);
  }

  /** Of the pictures' names, classes and bytes: a file that was replaced makes another run. */
  private String digest() {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(labels.toString().getBytes(StandardCharsets.UTF_8));
    List<Optional<String>> contents = digests.ofReadable(items);
    for (int i = 0; i < items.size(); i++) {
      ImageItem item = items.get(i);
      String line = item.id() + '\n' + item.label() + '\n' + contents.get(i).orElse("") + '\n';
      sha256.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(sha256).substring(0, 16);
  }

  @Override
  public boolean changesNothing() {
    return weight.isZero();
  }

  @Override
  public StageAdditions prepare(StageContext stage) throws IOException {
    requireOtherIds(stage.split());
    requireOtherFiles(stage.split());
    Map<String, Integer> labelOf = new HashMap<>();
    items.forEach(item -> labelOf.put(item.id(), item.label()));
    SourceHead head =
        SourceHead.of(
            stage.backbone(),
            labels,
            stage.network().getConfiguration().getDataType(),
            stage.seed());
    LearningRates rates = stage.stage().rates();
    double rateFactor = head.pretrained() ? rates.backbone() / rates.head() : 1;
    return new StageAdditions(
        List.of(
            new SourceTerm(stage.backbone().featureVertex(), head, labelOf, weight, rateFactor)),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new StageAdditions.Companions(items, perBatch)));
  }

  /** What the run is scored on must not be learned from, whatever it is called. */
  private void requireOtherFiles(DatasetSplit split) throws IOException {
    Map<Path, ImageItem> scored = new HashMap<>();
    for (ImageItem item : split.validation()) {
      scored.put(realPath(item), item);
    }
    for (ImageItem item : split.test()) {
      scored.put(realPath(item), item);
    }
    for (ImageItem item : items) {
      ImageItem same = scored.get(realPath(item));
      if (same != null) {
        throw new IllegalArgumentException(
            "source pictures must be other files than those that the run is scored on, but '"
                + item.id()
                + "' is the same file as '"
                + same.id()
                + "': leave it out of the source");
      }
    }
  }

  /** Through all links; of a file that is not there, the path as it was given. */
  private static Path realPath(ImageItem item) throws IOException {
    return Files.exists(item.file()) ? item.file().toRealPath() : item.file().toAbsolutePath();
  }

  /** Also not those that the run is scored on. */
  private void requireOtherIds(DatasetSplit split) {
    Map<String, ImageItem> own = new HashMap<>();
    Stream.of(split.train(), split.validation(), split.test())
        .flatMap(List::stream)
        .forEach(item -> own.put(item.id(), item));
    for (ImageItem item : items) {
      if (own.containsKey(item.id())) {
        throw new IllegalArgumentException(
            "source pictures must have other ids than those of the split, but '"
                + item.id()
                + "' is in both: leave it out of the source, or scan the sets from a common root");
      }
    }
  }
}
