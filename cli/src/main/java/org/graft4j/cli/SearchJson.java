package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.graft4j.augment.search.GateDecision;
import org.graft4j.augment.search.SearchResult;

/** The result of a policy search for a machine. */
final class SearchJson {
  private SearchJson() {}

  /**
   * One JSON object.
   *
   * @param train words of the command that follows
   */
  static String of(SearchResult result, int available, List<String> train) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = JsonResult.of(1);
    node.put("verdict", result.verdict());
    node.put("why", result.why());
    node.put("pictures", result.baseline().n());
    node.put("copies", result.copies());
    node.put("trainingPictures", available);
    node.put("folds", result.folds());
    node.put("seed", result.seed());
    node.put("confidence", result.confidence());
    node.put("computed", result.computed());
    node.putObject("baseline")
        .put("accuracy", result.baseline().accuracy())
        .put("correct", result.baseline().correct())
        .put("majority", result.baseline().majority());
    var candidates = node.putArray("candidates");
    result.rows().forEach(row -> put(candidates.addObject(), row));
    if (result.chosen().isPresent()) {
      ObjectNode chosen = node.putObject("chosen");
      chosen.put("augmentation", result.chosen().get().candidate().name());
      chosen.put("views", result.chosen().get().candidate().views());
    } else {
      node.putNull("chosen");
    }
    node.set("train", mapper.valueToTree(train));
    return mapper.writeValueAsString(node);
  }

  private static void put(ObjectNode entry, SearchResult.Row row) {
    GateDecision decision = row.decision();
    entry.put("augmentation", row.candidate().name());
    entry.put("views", row.candidate().views());
    entry.put("accuracy", row.accuracy());
    entry.put("correct", row.correct());
    entry.put("gain", decision.gain());
    entry.putArray("interval").add(decision.bounds().low()).add(decision.bounds().high());
    var foldGains = entry.putArray("foldGains");
    decision.foldGains().forEach(foldGains::add);
    entry.put("confidence", decision.confidence());
    entry.put("onlyCandidateRight", decision.onlyCandidate());
    entry.put("onlyBaselineRight", decision.onlyBaseline());
    entry.put("accepted", decision.accepted());
    entry.put("harmful", decision.harmful());
  }
}
