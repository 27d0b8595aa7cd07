package org.graft4j.transfer.distill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.internal.Factor;

/**
 * The student is to look where the teacher looks (Zagoruyko and Komodakis 2017, arXiv:1612.03928):
 * of each map the squares are added up over the channels and divided by their norm, and the mean
 * square of the difference of both is the term, one for each pair of vertices.
 *
 * <p>Of two sizes the larger, already added up, is average pooled to the smaller. A map of zeros
 * stays zeros, without a slope. The numbers are small: weights of some hundreds are usual.
 *
 * @param pairs vertices of the teacher by vertices of the student's backbone, both of which give
 *     maps; at least one
 * @param weight the factor on each, not negative; at 0 they are left out
 */
public record AttentionTransfer(Map<String, String> pairs, double weight)
    implements DistillationTerm {

  public AttentionTransfer {
    Factor.require("weight of attention transfer", weight);
    pairs = Collections.unmodifiableMap(new TreeMap<>(pairs));
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("pairs of attention transfer must not be empty");
    }
  }

  @Override
  public boolean changesNothing() {
    return weight == 0;
  }

  @Override
  public List<FeatureTerm> prepare(TrainedModel teacher, StageContext stage, String name)
      throws IOException {
    Teacher known = new Teacher(teacher);
    List<FeatureTerm> terms = new ArrayList<>();
    int number = 1;
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      String vertex = pair.getKey();
      MapShape student = requireMap(MapShape.ofStudent(stage.backbone(), vertex), vertex);
      String taught = known.vertex(pair.getValue());
      if (weight > 0 && stage.trains(vertex)) {
        TeacherRows rows = TeacherRows.of(known, taught, stage);
        MapShape shape =
            requireMap(MapShape.of(rows.shape(), "teacher's vertex '" + taught + "'"), taught);
        terms.add(new AttentionTerm(name + "-" + number, vertex, weight, rows, student, shape));
      }
      number++;
    }
    return terms;
  }

  private static MapShape requireMap(MapShape shape, String vertex) {
    if (!shape.isMap()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "attention transfer must have maps of more than one place, but '%s' gives %d numbers:"
                  + " a feature hint compares rows",
              vertex,
              shape.size()));
    }
    return shape;
  }

  @Override
  public String toString() {
    return "attention of " + pairs + " with weight " + weight;
  }
}
