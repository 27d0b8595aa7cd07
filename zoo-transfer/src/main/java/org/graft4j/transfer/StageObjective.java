package org.graft4j.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.Loss;
import org.graft4j.train.objective.Objective;
import org.graft4j.train.objective.Penalty;

/**
 * What all methods of a run add to a stage, put together.
 *
 * @param objective what the stage minimises
 * @param targets columns beside the labels
 * @param companions pictures beside the stage's own
 */
record StageObjective(
    Objective objective,
    Optional<StageAdditions.TargetColumns> targets,
    Optional<StageAdditions.Companions> companions) {

  /**
   * Puts them together.
   *
   * @param loss of the run, where no method has another
   * @throws IllegalArgumentException if two methods replace the loss, or bring companions, or a
   *     companion's id is one of the split
   */
  static StageObjective of(List<StageAdditions> additions, Loss loss, DatasetSplit split) {
    List<FeatureTerm> terms = new ArrayList<>();
    List<Penalty> penalties = new ArrayList<>();
    for (StageAdditions addition : additions) {
      terms.addAll(addition.terms());
      penalties.addAll(addition.penalties());
    }
    List<StageAdditions> losses = additions.stream().filter(a -> a.loss().isPresent()).toList();
    List<StageAdditions.Companions> companions =
        additions.stream().flatMap(a -> a.companions().stream()).toList();
    requireOne("replace the loss", losses);
    requireOne("bring pictures of another set", companions);
    companions.forEach(c -> requireOtherIds(c, split));
    return new StageObjective(
        new Objective(
            losses.isEmpty() ? loss : losses.get(0).loss().orElseThrow(), terms, penalties),
        losses.stream().flatMap(a -> a.targets().stream()).findFirst(),
        companions.stream().findFirst());
  }

  private static void requireOne(String what, List<?> found) {
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "at most one method of a run may " + what + ", but " + found.size() + " do");
    }
  }

  private static void requireOtherIds(StageAdditions.Companions companions, DatasetSplit split) {
    Set<String> own = split.train().stream().map(ImageItem::id).collect(Collectors.toSet());
    for (ImageItem item : companions.items()) {
      if (own.contains(item.id())) {
        throw new IllegalArgumentException(
            "pictures of another set must have other ids than the training pictures, but '"
                + item.id()
                + "' is in both");
      }
    }
  }
}
