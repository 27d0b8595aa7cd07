package org.graft4j.transfer;

import java.util.List;
import java.util.Optional;
import org.graft4j.data.ImageItem;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.Loss;
import org.graft4j.train.objective.Penalty;

/**
 * What a {@link TransferMethod} adds to one stage.
 *
 * @param terms over outputs of the network's vertices
 * @param penalties on its weights
 * @param loss takes the place of the run's loss; empty leaves it
 * @param targets columns beside the labels, which that loss reads; empty for none
 * @param companions pictures of another set in each batch, after the stage's own and without
 *     labels; empty for none
 */
public record StageAdditions(
    List<FeatureTerm> terms,
    List<Penalty> penalties,
    Optional<Loss> loss,
    Optional<TargetColumns> targets,
    Optional<Companions> companions) {

  public StageAdditions {
    terms = List.copyOf(terms);
    penalties = List.copyOf(penalties);
    if (targets.isPresent() && loss.isEmpty()) {
      throw new IllegalArgumentException("targets must have a loss that reads them, but has none");
    }
  }

  /** Nothing, say since the stage trains nothing that the method concerns. */
  public static StageAdditions none() {
    return new StageAdditions(
        List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Terms alone. */
  public static StageAdditions terms(FeatureTerm... terms) {
    return new StageAdditions(
        List.of(terms), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A penalty alone. */
  public static StageAdditions penalty(Penalty penalty) {
    return new StageAdditions(
        List.of(), List.of(penalty), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Pictures that go through the network beside the stage's own, in the same augmentation and
   * views.
   *
   * @param items at least one; their ids must differ from those of the split, and their labels are
   *     the method's own affair
   * @param perBatch how many come after the stage's own in each batch, positive; they are gone
   *     through in shuffled rounds of their own, however long the stage's epoch is
   */
  public record Companions(List<ImageItem> items, int perBatch) {
    public Companions {
      items = List.copyOf(items);
      if (items.isEmpty()) {
        throw new IllegalArgumentException("items must not be empty");
      }
      if (perBatch <= 0) {
        throw new IllegalArgumentException("perBatch must be positive, but was " + perBatch);
      }
    }
  }

  /** Columns beside the labels of each example. */
  public interface TargetColumns {

    /** How many. */
    int width();

    /**
     * The columns of some examples.
     *
     * @param ids of the examples
     * @param epoch within the stage, from 0: the view that the pictures are shown in
     * @return {@code [ids, width]}, row-major
     */
    float[] columns(List<String> ids, int epoch);
  }
}
