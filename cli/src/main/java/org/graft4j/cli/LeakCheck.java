package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.Seed;
import org.graft4j.eval.doctor.DataDoctor;
import org.graft4j.eval.doctor.DoctorReport;
import org.graft4j.eval.doctor.LeakFinding;
import org.graft4j.eval.doctor.Leakage;

/**
 * What is known of the data before a run trains on them: whether pictures that the model will be
 * measured on are among those that it learns from, and all else that a doctor finds.
 *
 * @param leak of the held-out part into the training part
 * @param doctor empty if the files' bytes alone were compared
 */
record LeakCheck(LeakFinding leak, Optional<DoctorReport> doctor) {

  /** Compares the files' bytes, which a run reads anyway, and says what came of it. */
  static LeakCheck ofFiles(DatasetSplit split, ItemDigests digests) {
    LeakFinding leak = Leakage.ofFiles(split.train(), split.heldOut(), digests);
    Reports.note(leak);
    if (!leak.leaks()) {
      Terminal.note(
          "no held-out file is in the training part byte for byte; changed copies were not looked"
              + " for: --report does");
    }
    return new LeakCheck(leak, Optional.empty());
  }

  /**
   * Decodes all pictures once and examines them, without a backbone.
   *
   * @param division where the parts come from, in a few words
   * @param stop asked after each picture
   */
  static LeakCheck ofPictures(DatasetSplit split, String division, Seed seed, BooleanSupplier stop)
      throws IOException {
    DoctorReport report =
        DataDoctor.builder()
            .seed(seed)
            .listener(new DoctorProgress())
            .stopWhen(stop)
            .build()
            .examine(split, division);
    Reports.note(report.leak());
    return new LeakCheck(report.leak(), Optional.of(report));
  }

  /** What the model shall carry of it: a leak, as long as there is the model. */
  Map<String, String> facts() {
    return leak.leaks() ? Map.of("leak", leak.sentence()) : Map.of();
  }

  /** The finding, and what was compared: {@code files} or {@code pictures}. */
  ObjectNode json() throws IOException {
    ObjectNode node = (ObjectNode) JsonResult.tree(leak.toJson());
    return node.put("compared", doctor.isPresent() ? "pictures" : "files");
  }
}
