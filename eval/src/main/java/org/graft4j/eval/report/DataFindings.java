package org.graft4j.eval.report;

import java.util.List;
import java.util.Optional;

/**
 * What was found to be wrong with the data. Immutable.
 *
 * @param findings the gravest first; empty if nothing was found
 * @param leak of the measured part into another, if there is one
 */
public record DataFindings(List<Finding> findings, Optional<SplitLeak> leak) {

  public DataFindings {
    findings = List.copyOf(findings);
  }

  /**
   * One kind of trouble.
   *
   * @param kind what it is, say {@code "near duplicates"}
   * @param severity how much it matters, say {@code "error"}
   * @param summary one sentence
   * @param items ids that show it, some or all
   */
  public record Finding(String kind, String severity, String summary, List<String> items) {

    public Finding {
      items = List.copyOf(items);
    }
  }
}
