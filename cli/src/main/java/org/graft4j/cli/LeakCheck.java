package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * @param source what is learned beside; empty for nothing
 */
record LeakCheck(LeakFinding leak, Optional<DoctorReport> doctor, Optional<SourceCheck> source) {

  /** Compares the files' bytes, which a run reads anyway, and says what came of it. */
  static LeakCheck ofFiles(DatasetSplit split, Optional<SourceCheck> source, ItemDigests digests) {
    LeakFinding leak = Leakage.ofFiles(split.train(), split.heldOut(), digests);
    Reports.note(leak);
    if (!leak.leaks()) {
      Terminal.note(
          "no held-out file is in the training part"
              + (source.isEmpty() ? "" : " or in --source")
              + " byte for byte; changed copies were not looked for: --report does"
              + (source.isEmpty() ? "" : ", in the training part"));
    }
    return new LeakCheck(leak, Optional.empty(), source);
  }

  /**
   * Decodes all pictures once and examines them, without a backbone.
   *
   * @param division where the parts come from, in a few words
   * @param stop asked after each picture
   */
  static LeakCheck ofPictures(
      DatasetSplit split,
      Optional<SourceCheck> source,
      String division,
      Seed seed,
      BooleanSupplier stop)
      throws IOException {
    DoctorReport report =
        DataDoctor.builder()
            .seed(seed)
            .listener(new DoctorProgress())
            .stopWhen(stop)
            .build()
            .examine(split, division);
    Reports.note(report.leak());
    source.ifPresent(
        check ->
            Terminal.note("--source: " + check.sentence() + "; changed copies not looked for"));
    return new LeakCheck(report.leak(), Optional.of(report), source);
  }

  /** What the model shall carry of it, as long as there is the model. */
  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    if (leak.leaks()) {
      facts.put("leak", leak.sentence());
    }
    source.ifPresent(check -> facts.put("source", check.sentence()));
    return facts;
  }

  /** The finding, and what was compared: {@code files} or {@code pictures}. */
  ObjectNode json() throws IOException {
    ObjectNode node = (ObjectNode) JsonResult.tree(leak.toJson());
    source.ifPresent(check -> check.write(node.putObject("source")));
    return node.put("compared", doctor.isPresent() ? "pictures" : "files");
  }
}
